# The same in Polish: somebody who does not know yet, reads a story and goes on
> /start
= welcome.language
> [pl]
= welcome.doors
> [further]
= further.where
> [ambassador]
= ambassador.what
> nie wiem
= ambassador.about
> [story]
= story.first
= story.read_on
> [go_on]
= ambassador.about
> [other]
= ambassador.what
> [start]
= ambassador.start
> stop
= stop.until_later
