"""One listing: its cells or fields in; pay as stated, country, dates, platform, publisher and scope out."""
