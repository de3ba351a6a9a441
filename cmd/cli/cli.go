// Package cli is the command line: the grammar, and one file a command that
// wires the packages below to standard input and output.
//
// Everything a command touches is in Program, so that a test can run one in
// memory with streams, environment, clock and terminals of its own:
//
//	var out bytes.Buffer
//	code := cli.Run(&cli.Program{Args: []string{"version"}, Stdout: &out, …})
//
// A command is a struct that the grammar mounts. Its fields are flags and
// arguments (https://github.com/alecthomas/kong), its Help method holds the
// examples, and its Run(*Program) error does the work. Results go to
// p.Stdout, messages to p.Stderr. What Run returns decides the exit code: see
// failure.go.
package cli

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"netsplit/cmd/config"
)

// Program is one invocation: its arguments and all it depends on.
type Program struct {
	Args           []string // without the program's name
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	StdinTerminal  bool
	StdoutTerminal bool
	Width          int                                  // columns of standard output, 80 when it is no terminal
	LookupEnv      func(string) (value string, ok bool) // os.LookupEnv
	DataHome       string                               // where applications keep their data: $XDG_DATA_HOME
	ConfigHome     string                               // where they look for settings: $XDG_CONFIG_HOME
	Now            func() time.Time
	Version        string // of the release, "" for a build from source

	// BeforeScreen is called once, before a full-screen page takes over the
	// terminal and its signals.
	BeforeScreen func()

	options  globals
	config   config.File
	out      *output // what Stdout is while a command runs
	line     progressLine
	setAside bool // the progress file was no use, and a fresh one was begun
}

// globals are the flags that every command takes.
type globals struct {
	DB         string `name:"db" group:"everywhere" placeholder:"FILE" predictor:"file" help:"Keep progress in FILE. NETSPLIT_DB does the same."`
	Config     string `group:"everywhere" placeholder:"FILE" predictor:"file" help:"Read settings from FILE. NETSPLIT_CONFIG does the same."`
	Color      string `group:"everywhere" enum:"auto,always,never," default:"" placeholder:"WHEN" predictor:"colour" help:"Colour: auto, always or never. NO_COLOR and CLICOLOR_FORCE are obeyed."`
	Accessible bool   `group:"everywhere" help:"Plain lines instead of screens, for screen readers and scripts. ACCESSIBLE=1 does the same."`
	Theme      string `group:"everywhere" predictor:"theme" placeholder:"NAME" help:"Colours of the screens: terminal, light, dark, high-contrast, monochrome, or a theme file."`
	Welcome    bool   `group:"everywhere" help:"Show the first minute again; goes without a command."`
	Version    bool   `group:"everywhere" help:"Print the version and stop."`
}

// grammar is every command, in the order of the help text.
type grammar struct {
	globals

	Start startCommand `cmd:"" default:"1" hidden:"" help:"Resume where you stopped."`

	Learn  learnCommand  `cmd:"" group:"learn" help:"Read a lesson, or your own notes."`
	Lab    labCommand    `cmd:"" group:"learn" help:"Break a live cluster by hand."`
	Drill  drillCommand  `cmd:"" group:"learn" help:"Rehearse an interview."`
	Review reviewCommand `cmd:"" group:"learn" help:"Walk your design through a checklist."`

	Run  runCommand  `cmd:"" group:"work" help:"Run scenarios without a screen."`
	Calc calcCommand `cmd:"" group:"work" help:"Back-of-envelope answers with their working."`

	Check checkCommand `cmd:"" group:"work" help:"Is a recorded history linearizable?"`

	SQL sqlCommand `cmd:"" name:"sql" group:"learn" help:"Experiments on a real SQLite database."`

	Explain explainCommand `cmd:"" group:"work" help:"What can stand in a scenario."`
	Search  searchCommand  `cmd:"" group:"work" help:"Find words in all lessons, labs and lists."`
	Lint    lintCommand    `cmd:"" group:"work" help:"Check notes and scenarios for mistakes."`
	Schema  schemaCommand  `cmd:"" group:"work" help:"The JSON Schema of scenario files."`

	Cards    cardsCommand    `cmd:"" group:"learn" help:"Recall what you learned, a few cards a day."`
	Progress progressCommand `cmd:"" group:"progress" help:"What you have read, rehearsed and reviewed."`
	Export   exportCommand   `cmd:"" group:"progress" help:"All progress as one JSON document."`
	Import   importCommand   `cmd:"" group:"progress" help:"Add progress from another machine."`
	Reset    resetCommand    `cmd:"" group:"progress" help:"Forget all progress."`
	Paths    pathsCommand    `cmd:"" group:"progress" help:"Where files are kept."`

	Keys       keysCommand       `cmd:"" group:"tools" help:"What keys do on every page."`
	Completion completionCommand `cmd:"" group:"tools" help:"Tab completion for your shell."`
	Man        manCommand        `cmd:"" group:"tools" help:"The manual page, of all or of one command."`
	Help       helpCommand       `cmd:"" hidden:"" help:"What the program reads from its environment."`
	VersionCmd versionCommand    `cmd:"" name:"version" group:"tools" help:"The version of this program."`
}

const about = "System design in a terminal: read a lesson, break a live cluster beside it, see why. " +
	"Without a command, netsplit resumes where you stopped."

// Run runs one command and returns the exit code of the process.
func Run(p *Program) (code int) {
	p.out = newOutput(p.Stdout)
	stdout := p.Stdout
	p.Stdout = p.out
	defer func() {
		if stopped, ok := recover().(exit); ok {
			code = int(stopped) // kong printed its help
		}
		if err := p.out.Flush(); err != nil && code == codeOK {
			code = p.report(err)
		}
		p.Stdout = stdout
	}()
	return p.report(p.run())
}

// exit is how kong's help ends a command from within the parser.
type exit int

func (p *Program) run() (err error) {
	_, completing := p.LookupEnv("COMP_LINE")
	args := helpFirst(joined(p.Args))
	g, flags := grammarFor(args)
	if completing {
		g, flags = grammarFor(nil)
	}
	parser, err := kong.New(g,
		kong.Name("netsplit"),
		kong.Description(about),
		kong.Writers(p.Stdout, p.Stderr),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, FlagsLast: true, WrapUpperBound: 100}),
		kong.ExplicitGroups([]kong.Group{
			{Key: "learn", Title: "Learn and rehearse"},
			{Key: "work", Title: "Work with scenarios and numbers"},
			{Key: "progress", Title: "Your progress"},
			{Key: "tools", Title: "Tools"},
			{Key: "everywhere", Title: "Flags of every command:"},
		}),
	)
	if err != nil {
		return err
	}
	if completing && p.answerShell(parser) {
		return nil
	}
	kctx, err := parser.Parse(args)
	if err != nil {
		return p.usage(err)
	}
	if err := emptyArgument(kctx); err != nil {
		return err
	}
	p.options = *flags
	if err := p.readConfig(); err != nil {
		return err
	}
	if flags.Version {
		return (&versionCommand{}).Run(p)
	}
	if flags.Welcome && kctx.Command() != "start" {
		return usagef("--welcome goes without a command: netsplit --welcome")
	}
	return kctx.Run(p)
}

// joined reads -n=3 as -n3, out of habit with long flags.
func joined(args []string) []string {
	list := slices.Clone(args)
	for i, arg := range list {
		if arg == "--" {
			break
		}
		if len(arg) > 2 && arg[0] == '-' && arg[1] != '-' && arg[2] == '=' {
			list[i] = arg[:2] + arg[3:]
		}
	}
	return list
}

// helpFirst reads "help run" as "run --help", and "calc help nines" as "calc
// nines --help", out of habit with other programs.
// Help on what is no command has a command of its own.
func helpFirst(args []string) []string {
	switch {
	case len(args) > 1 && args[0] == "help" && slices.Contains(helpTopics(), args[1]):
		return args
	case len(args) > 0 && args[0] == "help":
		return append(slices.Clone(args[1:]), "--help")
	case len(args) > 1 && args[1] == "help" && (args[0] == "calc" || args[0] == "explain"):
		return append(slices.Concat(args[:1], args[2:]), "--help")
	}
	return args
}

// env is the value of an environment variable, "" when it is not set.
func (p *Program) env(name string) string {
	value, _ := p.LookupEnv(name)
	return value
}

// accessible reports whether screens are to be plain lines: on request, and on
// a terminal that can't draw a screen.
func (p *Program) accessible() bool {
	if p.options.Accessible || p.interactive() && p.env("TERM") == "dumb" {
		return true
	}
	switch strings.ToLower(p.env("ACCESSIBLE")) {
	case "":
		return p.config.Accessible != nil && *p.config.Accessible
	case "0", "false", "no", "off":
		return false
	}
	return true
}

// interactive reports whether a person sits at both ends.
func (p *Program) interactive() bool { return p.StdinTerminal && p.StdoutTerminal }
