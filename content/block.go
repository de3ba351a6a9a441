package content

// Scenario is a runnable design: its text, to be parsed by the engine.
type Scenario struct {
	Name   string // scenario:
	Title  string // title:
	Source string // the YAML
	Path   string // the file it is from, for messages
	Line   int    // the line of the file at which Source begins
}

// Predict asks what a run will show, before it runs.
//
//	```predict
//	id: stale-read
//	question: The partition heals and nobody reads. Does store-3 have eggs?
//	options: ["yes, within a second", "no, not until it is read"]
//	graded-by:
//	  - {when: "store.stale-reads > 0", is: 2}
//	  - {else: 1}
//	why: Read repair runs on reads. Nothing else tells store-3.
//	```
//
// Either Answer or GradedBy is given, not both. A prediction that a run can
// decide should have GradedBy: then the run is the judge, not the author.
type Predict struct {
	ID       string
	Question string
	Options  []string
	Answer   int    // 1-based; 0 when the run decides
	GradedBy []Case // first match wins; the last is the else
	Scenario string // the scenario that decides; empty: the nearest one below in the lesson
	Why      string
}

// Case maps what a run showed to the option that it proves right.
type Case struct {
	When Condition // meaningless when Else
	Else bool
	Is   int // 1-based option
}

// Condition is what a case looks at: a metric or the latest operation by hand.
//
//	store.stale-reads > 0      Subject "store.stale-reads", Op ">", Value "0"
//	operation ok               Subject "operation", Op "ok"
//	operation error no-quorum  Subject "operation", Op "error", Value "no-quorum"
//	operation value eggs       Subject "operation", Op "value", Value "eggs"
//	operation none             Subject "operation", Op "none"
type Condition struct {
	Subject, Op, Value string
}

// Quiz is a question with one right answer that needs no run.
type Quiz struct {
	ID       string
	Question string
	Options  []string
	Answer   int // 1-based
	Why      string
}

// Estimate asks for a number, within an order of magnitude. The numbers in
// the question are drawn afresh; the answer is computed.
type Estimate struct {
	ID       string
	Question string              // with {name} where a drawn value goes
	Draw     map[string][]string // name → values to draw from: users: [10M, 50M]
	Inputs   map[string]string   // fixed inputs, and drawn ones as "{name}"
	Result   string              // the key of the answer: "writes_per_second"
	Why      string
}

// Calc is a worksheet in the text, with inputs that can be changed.
type Calc struct {
	Command string // as at the shell, without netsplit calc: "nines 99.9%"
	Title   string
}

// SQL is an experiment on a real database: ```sql transfer. A block of SQL
// without a name is plain code.
type SQL struct {
	Name string
}

// Card is something to remember. Front and back have at most 40 words each.
type Card struct {
	ID, Front, Back string
}
