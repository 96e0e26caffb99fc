"""The build: content in, diagnostics or a published site out.

    content/ ──pipeline──▶ Exhibition, Diagnostics ──build──▶ Artifacts ──renderer──▶ stage ──▶ site/

`incremental` decides which pages of the published site are still right. This file imports nothing.
"""
