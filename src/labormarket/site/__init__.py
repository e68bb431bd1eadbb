"""The site: published charts, every statement, method and dictionary as one folder that needs no server."""

from labormarket.site.build_site import SiteReport, build_site, make_site

__all__ = ["SiteReport", "build_site", "make_site"]
