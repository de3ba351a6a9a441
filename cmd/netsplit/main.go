// Command netsplit is a laboratory, a coach and a textbook for system design
// in a terminal. Run it without arguments to start or to resume.
package main

import (
	"os"

	"netsplit/cmd/cli"
)

// version is set by the release build: -ldflags "-X main.version=v1.2.3".
var version string

func main() {
	os.Exit(cli.Main(version))
}
