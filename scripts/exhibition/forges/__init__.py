"""What code hosts are given: the comment below a pull request, who looks after which folder, a site in a bucket.

`comment`, `parcel`, `api`, `github` and `gitlab` run in a job that may write comments: they need nothing but the standard library and
`report`, so that no package of others runs beside that right.
"""
