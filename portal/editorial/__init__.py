"""What is looked at before a page is published, and the doors at which a page with a mistake stops.

A check is a function that reads a page and says what it finds, each remark with its place in the editor
(`findings.Check`). Every app lists its own in a module called `publishing_checks`, as `CHECKS`; `checking`
runs them. An error stops whatever publishes (`doors`), a warning is only shown; a draft is saved in any case.
"""
