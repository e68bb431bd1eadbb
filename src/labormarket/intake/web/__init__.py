"""Pages from the web: an address goes in, its bytes come out, fetched politely and kept as WARC records."""
