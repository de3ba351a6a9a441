package cards

// Copy is the card: its front, and its back once it was turned over.
func (p *Page) Copy() (text, what string) {
	if len(p.plan.Today) == 0 {
		return "", ""
	}
	card := p.plan.Today[0]
	if !p.turned {
		return card.Front + "\n", "the front of the card"
	}
	return card.Front + "\n" + card.Back + "\n", "the card"
}
