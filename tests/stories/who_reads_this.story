# Who reads this, what is kept, seeing it, and erasing everything
> /start
= welcome.language
> [nl]
= welcome.doors
> [money]
= orientation.urgent
> [no]
= orientation.area
> wie leest dit
= privacy.who
> [kept]
= kept.how_long
> [export]
= remark
= kept.how_long
> [erase]
= erase.sure
> [no]
= orientation.area
> wissen
= erase.sure
> [yes]
= remark
> hallo
= welcome.language
