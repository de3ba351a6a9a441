package cli

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The test binary plays netsplit inside the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"netsplit": func() { os.Exit(Main("v0.0.0-test")) },
	})
}

// Each script in testdata/script is a session at a shell: what is typed, what
// comes out on which stream, and the exit code.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			// Nothing of the machine's own may decide what a script sees.
			env.Setenv("XDG_DATA_HOME", env.WorkDir+"/data")
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/config")
			for _, name := range []string{"NETSPLIT_DB", "NETSPLIT_CONFIG", "NO_COLOR", "CLICOLOR_FORCE", "ACCESSIBLE", "COLUMNS", "COMP_LINE"} {
				env.Setenv(name, "")
			}
			env.Setenv("TERM", "xterm-256color")
			env.Setenv("TZ", "UTC")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"code":  exitsWith,
			"says":  says,
			"json":  printsJSON,
			"tries": tries,
		},
	})
}
