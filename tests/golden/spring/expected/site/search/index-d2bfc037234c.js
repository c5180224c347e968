announcerSearch("index",0,{"first":["0"],"marks":["ec57f138"],"talks":7,"share":32,"blocks":["d2bfc037234c"],"block":32})
