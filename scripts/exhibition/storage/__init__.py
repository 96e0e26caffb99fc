"""Files on disk: safe opening of untrusted files, the cache, locks, output trees, publishing, records about a finished site.

    inputs ──toolchain──▶ key ──cache──▶ bytes ──output_tree──▶ stage ──publishing──▶ site/

Knows nothing of content types, pages or checks. This file imports nothing: `check` loads `cache` and `safe_files`.
"""
