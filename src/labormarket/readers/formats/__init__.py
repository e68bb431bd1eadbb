"""File formats: bytes of a CSV, JSON, Parquet, Excel, HTML, Markdown or WARC file in, rows, jobs or passages out."""
