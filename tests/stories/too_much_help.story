# Many helpers who all want the story again: a list in own words, one fixed person, somebody at your side
> /start
= welcome.language
> [nl]
= welcome.doors
> [further]
= further.where
> [with_help]
= with_help.plays
> [many]
= with_help.many
> [list]
= helpers.names
> huisarts voor slaap, wijkteam voor geld
= helpers.list
> [say]
= your_say.what
> [support]
= your_say.support
> [other]
= your_say.what
> [complain]
= your_say.complain
> [other]
= your_say.what
> weet ik niet
= your_say.ask
