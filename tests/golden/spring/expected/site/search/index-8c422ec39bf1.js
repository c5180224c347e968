announcerSearch("index",0,{"first":["0"],"marks":["26a0f57b"],"talks":7,"share":32,"blocks":["8c422ec39bf1"],"block":32})
