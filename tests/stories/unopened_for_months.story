# Unopened letters, the fear of opening them, and not knowing which letter it is
> /start
= welcome.language
> [en]
= welcome.doors
> [letter]
= letters.pile
> I am afraid to open them
= letters.open_one
= letters.sender
> I don't know
= letters.unknown
> I don't know
= letters.unknown
> [who_reads]
= orientation.area
> [beek]
= orientation.route
= orientation.providers
> [subject]
= subjects.group
