"""Things that break on demand: a mail server with a script, and a process that dies at a chosen point. Also used by bench/."""
