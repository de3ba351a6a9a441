package cli

import (
	"bufio"
	"fmt"
	"strings"
)

type resetCommand struct {
	Yes bool `help:"Do not ask."`
}

// Help shows examples.
func (*resetCommand) Help() string {
	return `Everything is deleted: places, readings, answers, drills, reviews and labs. There is no way back, so copy the file first if in doubt (see: netsplit paths).

Examples:

  netsplit reset
  netsplit reset --yes`
}

// Run forgets all progress. At a terminal it asks; elsewhere it wants --yes,
// so that a script can't do it by accident.
func (c *resetCommand) Run(p *Program) error {
	path, _ := p.database()
	if !c.Yes && !p.interactive() {
		return usagef("reset deletes all progress in %s; without a terminal to ask, say it with --yes", path)
	}
	s, err := p.existingStore()
	if err != nil {
		return err
	}
	if s == nil {
		fmt.Fprintf(p.Stdout, "There is no progress to delete: %s does not exist.\n", clean(path))
		return nil
	}
	defer s.Close()
	if !c.Yes {
		fmt.Fprintf(p.Stdout, "Delete all progress in %s? Type yes to do it: ", clean(path))
		if err := p.out.Flush(); err != nil {
			return err
		}
		line, _ := bufio.NewReader(p.Stdin).ReadString('\n')
		if strings.TrimSpace(strings.ToLower(line)) != "yes" {
			fmt.Fprintln(p.Stdout, "Nothing was deleted.")
			return nil
		}
	}
	if err := s.Reset(); err != nil {
		return err
	}
	fmt.Fprintln(p.Stdout, "All progress is deleted.")
	return nil
}
