# Letters unopened for months: noticing, one small step, a story, and then one letter
> /start
= welcome.language
> [nl]
= welcome.doors
> [else]
= subjects.group
> weet ik niet
= subjects.not_sure
> [look]
= awareness.presses
> [money]
= awareness.sign
> de post blijft dicht
= awareness.post
> [story]
= story.first
= story.read_on
> [another]
= story.second
= story.read_more
> [go_on]
= awareness.post
> [letters]
= letters.pile
> [unopened]
= letters.open_one
= letters.sender
> [unsure]
= letters.unknown
