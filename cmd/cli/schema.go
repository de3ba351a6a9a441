package cli

import (
	"bytes"
	"encoding/json"
	"fmt"

	"netsplit/engine/scenario"
)

type schemaCommand struct{}

// Help shows examples.
func (*schemaCommand) Help() string {
	return `Editors complete and check scenario files with it. It is made from the same tables as the parser.

Examples:

  netsplit schema > scenario.schema.json`
}

// Run prints the JSON Schema of a scenario file.
func (*schemaCommand) Run(p *Program) error {
	compact, err := scenario.Schema()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, compact, "", "  "); err != nil {
		return err
	}
	fmt.Fprintln(p.Stdout, out.String())
	return nil
}
