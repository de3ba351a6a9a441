package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCommand struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Help shows examples.
func (*versionCommand) Help() string {
	return `Examples:

  netsplit version
  netsplit version --json`
}

type build struct {
	Version  string `json:"version"`
	Commit   string `json:"commit"`
	Time     string `json:"time"`
	Modified bool   `json:"modified"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

// Run prints what this build was made from.
func (c *versionCommand) Run(p *Program) error {
	b := build{Version: p.Version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; b.Version == "" && v != "(devel)" {
			b.Version = v
		}
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				b.Commit = s.Value
			case "vcs.time":
				b.Time = s.Value
			case "vcs.modified":
				b.Modified = s.Value == "true"
			}
		}
	}
	if b.Version == "" {
		b.Version = "from source"
	}
	if c.JSON {
		return p.json(b)
	}
	fmt.Fprintf(p.Stdout, "netsplit %s (%s, %s)\n", b.Version, b.Go, b.Platform)
	if b.Commit != "" {
		changed := ""
		if b.Modified {
			changed = ", with changes"
		}
		fmt.Fprintf(p.Stdout, "commit %.12s of %s%s\n", b.Commit, b.Time, changed)
	}
	return nil
}
