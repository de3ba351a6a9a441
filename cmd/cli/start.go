package cli

import "netsplit/tui/page"

// startCommand is netsplit without a command.
type startCommand struct{}

// Run resumes in the full-screen program.
func (*startCommand) Run(p *Program) error {
	if !p.interactive() {
		return usagef("the screen needs a terminal for both input and output.\n" +
			"Without one, try: netsplit progress\n" +
			"All commands:     netsplit --help")
	}
	return p.screen(page.Place{})
}
