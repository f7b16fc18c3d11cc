# A mother alone with two children after a divorce, in Polish: money on a row, what may fit, and her question on a card
> /start
= welcome.language
> [pl]
= welcome.doors
> [money]
= money.what
> [budget]
= budget.income
> około 1450
= budget.home
> 650 miesięcznie
= budget.fixed
> nie wiem
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
> nie
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
> pieniądze po rozwodzie
= prepare.now
> co tydzień brakuje i źle śpię
= prepare.wish
> spokój dla mnie i dzieci
= prepare.hope
> [unsure]
= prepare.card
= prepare.use
> [menu]
= welcome.doors
