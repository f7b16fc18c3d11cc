# A mother alone with two children after a divorce, in Dutch: money on a row, what may fit, and her question on a card
> /start
= welcome.language
> [nl]
= welcome.doors
> [money]
= money.what
> [budget]
= budget.income
> ongeveer 1.450
= budget.home
> 650 per maand
= budget.fixed
> weet ik niet
= budget.result
= budget.meaning
> [!back]
= budget.fixed
> 420
= budget.result
= budget.meaning
> [more]
= budget_more.allowances
> [none]
= budget_more.energy
> 140
= budget_more.insurance
> [enough]
= budget_more.result
= budget_more.meaning
> [rights]
= rights.look
> [children]
= rights.care
> nee
= rights.little
> [yes]
= rights.fits
> [look_at]
= scheme.which
> kindgebonden budget
= scheme.about
= scheme.how
> [prepare]
= prepare.subject
> geld na de scheiding
= prepare.now
> ik kom elke week tekort en ik slaap slecht
= prepare.wish
> rust voor mij en de kinderen
= prepare.hope
> [unsure]
= prepare.card
= prepare.use
> [menu]
= welcome.doors
