// Package placing answers how evenly keys lie on nodes, and how many move when
// nodes come and go, by scheme.
//
//	sheet, err := placing.Calculator().Forms[0].Solve(
//		map[string]string{"scheme": "ring,modulo", "nodes": "5", "add": "1"})
package placing

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"netsplit/calc"
	"netsplit/calc/noun"
	"netsplit/calc/unit"
	"netsplit/engine/placing"
)

// Calculator returns the calculator of placement schemes.
func Calculator() calc.Calculator {
	return calc.Calculator{
		Name: "ring", Title: "Keys on nodes", Summary: "how evenly keys lie on nodes, and what moves when one joins",
		Example: calc.ShellShowing("ring", fields(), calc.Form{Fields: fields()}.Values(), 4),
		Forms: []calc.Form{calc.NewForm("keys on nodes", fields(), func(values map[string]string) (calc.Worksheet, error) {
			q, err := Read(values)
			if err != nil {
				return calc.Worksheet{}, err
			}
			return q.Sheet(nil, values)
		})},
	}
}

func fields() []calc.Field {
	return []calc.Field{
		{Name: "scheme", Label: "schemes", Default: "ring", Help: "with commas: " + strings.Join(placing.Names(), ", ")},
		{Name: "nodes", Label: "nodes", Default: "5", Help: "how many, or their names with commas"},
		{Name: "virtual-nodes", Label: "virtual nodes", Default: "100", Help: "points of a node on the ring"},
		{Name: "keys", Label: "keys", Default: "100k", Help: "how many: key-1, key-2 and so on"},
		{Name: "add", Label: "join", Default: "1", Help: "nodes that join at the end of the list"},
		{Name: "remove", Label: "leave", Default: "0", Help: "nodes that leave from the end of the list"},
		{Name: "weights", Label: "weights", Default: "", Help: "instead of nodes: a=600,b=300"},
	}
}

const (
	mostNodes  = 1000
	mostKeys   = 10_000_000
	mostScores = 1_000_000_000 // of rendezvous: nodes times keys
)

// Question is a question about placement, as read.
type Question struct {
	Schemes     []string
	Nodes       []placing.Node
	Virtual     int
	Keys        int64
	Add, Remove int64
}

// Read reads the fields.
func Read(values map[string]string) (q Question, err error) {
	for _, item := range strings.Split(values["scheme"], ",") {
		name := strings.ToLower(strings.TrimSpace(item))
		if _, err := placing.New(name, []placing.Node{{Name: "a", Weight: 1}}, 1); err != nil {
			cure := "use " + strings.Join(placing.Names(), ", ")
			if near, ok := unit.Nearest(name, placing.Names()); ok {
				cure = "did you mean " + near + "?"
			}
			return q, &unit.Error{Argument: "scheme", Text: item, Problem: "is not a scheme known here", Cure: cure}
		}
		if q.Schemes = append(q.Schemes, name); len(q.Schemes) > len(placing.Names()) {
			return q, &unit.Error{Argument: "scheme", Problem: "has too many schemes", Cure: "give each once"}
		}
	}
	if q.Nodes, err = readNodes(values["nodes"], values["weights"]); err != nil {
		return q, err
	}
	virtual, err := unit.ParseWhole("virtual-nodes", values["virtual-nodes"], 1, 10_000)
	if err != nil {
		return q, err
	}
	q.Virtual = int(virtual)
	if q.Keys, err = unit.ParseWhole("keys", values["keys"], 1, mostKeys); err != nil {
		return q, err
	}
	if q.Add, err = unit.ParseWhole("add", values["add"], 0, mostNodes); err != nil {
		return q, err
	}
	if q.Remove, err = unit.ParseWhole("remove", values["remove"], 0, mostNodes); err != nil {
		return q, err
	}
	if q.Remove >= int64(len(q.Nodes)) {
		return q, &unit.Error{Argument: "remove", Text: values["remove"], Problem: "leaves no node", Cure: fmt.Sprintf("give at most %d", len(q.Nodes)-1)}
	}
	return q, nil
}

// readNodes reads a number of nodes, their names, or names with weights.
func readNodes(text, weights string) (list []placing.Node, err error) {
	bad := func(argument, item, problem, cure string) ([]placing.Node, error) {
		return nil, &unit.Error{Argument: argument, Text: item, Problem: problem, Cure: cure}
	}
	argument, items := "nodes", strings.Split(text, ",")
	switch n, err := unit.ParseWhole("nodes", text, 1, mostNodes); {
	case strings.TrimSpace(weights) != "":
		argument, items = "weights", strings.Split(weights, ",")
	case err == nil:
		for i := range n {
			list = append(list, placing.Node{Name: "node-" + strconv.FormatInt(i+1, 10), Weight: 1})
		}
		return list, nil
	case number(text):
		return nil, err
	}
	seen := map[string]bool{}
	for _, item := range items {
		node := placing.Node{Name: strings.TrimSpace(item), Weight: 1}
		if argument == "weights" {
			name, number, ok := strings.Cut(item, "=")
			w, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
			if !ok || err != nil || !(w > 0 && w <= 1e9) {
				return bad("weights", item, "is not a name and a weight", "write a=600,b=300")
			}
			node = placing.Node{Name: strings.TrimSpace(name), Weight: w}
		}
		if node.Name == "" || seen[node.Name] {
			return bad(argument, item, "is no name, or there twice", "give each node a name of its own")
		}
		seen[node.Name] = true
		list = append(list, node)
	}
	if len(list) > mostNodes {
		return bad(argument, "", "has too many nodes", "give at most "+strconv.Itoa(mostNodes))
	}
	if argument == "weights" { // the ring gives a node of weight 1 its points
		total := 0.0
		for _, n := range list {
			total += n.Weight
		}
		for i := range list {
			list[i].Weight *= float64(len(list)) / total
		}
	}
	return list, nil
}

// number reports what is meant as a number, and so is no list and no address:
// 1e18 is too many nodes, not one of that name.
func number(text string) bool {
	text = strings.TrimSpace(text)
	if strings.Contains(text, ":") || strings.Count(text, ".") > 1 {
		return false
	}
	letters := strings.ContainsAny(strings.ToLower(text), "abcdefghijklmnopqrstuvwxyz")
	return !letters || text[0] >= '0' && text[0] <= '9' && !strings.Contains(text, ",")
}

// Names are the keys of a question without a file.
func (q Question) Names() []string {
	keys := make([]string, q.Keys)
	for i := range keys {
		keys[i] = "key-" + strconv.Itoa(i+1)
	}
	return keys
}

// after are the nodes once some have left and others joined.
func (q Question) after() []placing.Node {
	list := append([]placing.Node(nil), q.Nodes[:int64(len(q.Nodes))-q.Remove]...)
	for i := range q.Add {
		list = append(list, placing.Node{Name: "new-" + strconv.FormatInt(i+1, 10), Weight: 1})
	}
	return list
}

// Place says where a scheme puts each key.
func (q Question) Place(scheme string, nodes []placing.Node, keys []string) ([]int32, error) {
	if scheme == "rendezvous" && len(nodes)*len(keys) > mostScores {
		return nil, &unit.Error{Argument: "keys", Problem: "are too many for rendezvous, which scores every node for every key", Cure: "give fewer keys or nodes"}
	}
	s, err := placing.New(scheme, nodes, q.Virtual)
	if err != nil {
		return nil, &unit.Error{Argument: "scheme", Text: scheme, Problem: "can't do that: " + err.Error(), Cure: "use ring, rendezvous, maglev, bounded or ketama for weights"}
	}
	return s.Place(keys), nil
}

// Sheet is the worksheet; nil keys are those that the question numbers.
func (q Question) Sheet(keys []string, values map[string]string) (calc.Worksheet, error) {
	if keys == nil {
		keys = q.Names()
	}
	after := q.after()
	w := calc.Worksheet{Command: "ring", Title: noun.Of(count(len(keys)).String(), "key") + " on " + noun.Count(len(q.Nodes), "node"), Shell: calc.ShellShowing("ring", fields(), values, 4)}
	w.Input("scheme", "schemes", unit.Word(strings.Join(q.Schemes, ",")), values["scheme"])
	w.Input("nodes", "nodes", count(len(q.Nodes)), values["nodes"])
	w.Input("virtual_nodes", "virtual nodes", count(q.Virtual), values["virtual-nodes"])
	w.Input("keys", "keys", count(len(keys)), values["keys"])
	w.Input("add", "join", count(int(q.Add)), values["add"])
	w.Input("remove", "leave", count(int(q.Remove)), values["remove"])
	table := calc.Table{Key: "schemes", RowKey: "scheme", Title: "Schemes", Corner: "scheme", Columns: []calc.Column{
		{Key: "max_over_mean", Label: "fullest ÷ mean"}, {Key: "standard_error_ratio", Label: "standard error"},
		{Key: "moved_ratio", Label: "moved"}, {Key: "moved_between_old", Label: "between old nodes"}}}
	for _, scheme := range q.Schemes {
		before, err := q.Place(scheme, q.Nodes, keys)
		if err != nil {
			return w, err
		}
		then, err := q.Place(scheme, after, keys)
		if err != nil {
			return w, err
		}
		b, m := placing.BalanceOf(before, q.Nodes), placing.MovesOf(before, then, q.Nodes, after)
		moved := unit.RatioOf(big.NewRat(int64(m.Keys), int64(len(keys))))
		cells := []unit.Quantity{unit.CountFloat(b.MaxOverMean), unit.RatioFloat(b.StandardError), moved, count(m.BetweenOld)}
		w.Step(scheme+": moved", moved, "{} keys ÷ {}", count(m.Keys), count(len(keys)))
		table.Rows = append(table.Rows, calc.Row{Key: scheme, Label: scheme, Cells: cells})
		if len(q.Schemes) == 1 {
			for i, c := range table.Columns {
				w.Answer(c.Key, c.Label, cells[i])
			}
			w.Step("must move at least", unit.RatioFloat(m.Least), "weight of the nodes that join or leave ÷ weight of all")
			table.Key = ""
		}
	}
	if len(q.Schemes) > 1 {
		w.Tables = append(w.Tables, table)
	}
	q.matters(&w, values["weights"])
	w.Assume("nodes", "join and leave at the end", "jump can do no other; where the node stands in the list matters to modulo and jump only")
	w.Assume("standard error", "of the nodes' keys", "standard deviation over the mean; with weights each node against its share")
	w.Assume("bounded", "at most 1.25 of the share", "keys are given out in order, each to the first node clockwise that has room")
	w.Assume("ketama", "md5, 160 points a server", "as libketama: four points from each digest of name-0 to name-39")
	return w, nil
}

func count(n int) unit.Count { return unit.CountOf(big.NewRat(int64(n), 1)) }
