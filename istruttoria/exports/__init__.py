"""What a list of submissions holds, as files to take away: tables, data, and the documents themselves."""
