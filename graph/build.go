package graph

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"tearsheet"
)

// Graph is a checked, immutable plan.
type Graph struct {
	name  string
	nodes []planned // in fold order: rank, then name
	input []tearsheet.Topic
	print string
}

type planned struct {
	spec      Spec
	node      Node
	rank      int   // longest path from an input or source
	needs     []int // givers of hard needs
	uses      []int // givers of soft needs
	next      []int // nodes that wait for this one
	waits     int   // distinct givers among needs and uses
	ancestors []int // transitive givers, ascending: fold order
}

// BuildError lists every mistake found in a graph.
type BuildError struct {
	Graph    string
	Problems []Problem
}

// Problem is one mistake of a graph.
type Problem struct {
	Kind   string // name, duplicate, twin, unsatisfied, cycle, unreachable, empty
	Node   string
	Detail string
}

func (e *BuildError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.Kind + ": " + p.Detail
	}
	return fmt.Sprintf("graph %s: %s", e.Graph, strings.Join(lines, "; "))
}

// New checks nodes and links them by what they need and give. It reports every
// mistake at once in a *BuildError.
func New(name string, nodes ...Node) (*Graph, error) {
	b := builder{g: &Graph{name: name}, giver: map[tearsheet.Topic]int{}, given: map[tearsheet.Topic]bool{}}
	b.collect(nodes)
	b.link()
	b.cycles()
	b.reach()
	if len(b.problems) > 0 {
		return nil, &BuildError{name, b.problems}
	}
	b.order()
	b.g.print = b.g.fingerprint()
	return b.g, nil
}

// Name is the graph's name.
func (g *Graph) Name() string { return g.name }

// Fingerprint is the SHA-256 of the graph's shape: names, needs, gives, policies.
// A run records it; a changed graph is another graph.
func (g *Graph) Fingerprint() string { return g.print }

// Specs returns the nodes' specs in fold order.
func (g *Graph) Specs() []Spec {
	out := make([]Spec, len(g.nodes))
	for i, n := range g.nodes {
		out[i] = n.spec
	}
	return out
}

type builder struct {
	g        *Graph
	giver    map[tearsheet.Topic]int
	given    map[tearsheet.Topic]bool
	problems []Problem
}

func (b *builder) bad(kind, node, format string, args ...any) {
	b.problems = append(b.problems, Problem{kind, node, fmt.Sprintf(format, args...)})
}

func (b *builder) collect(nodes []Node) {
	names := map[string]bool{}
	for i, n := range nodes {
		if n == nil {
			b.bad("empty", "", "node %d is nil", i)
			continue
		}
		s := n.Spec()
		f, isFunc := n.(funcNode)
		if s.Name == InputName && isFunc && f.run == nil {
			for _, t := range s.Gives {
				if b.given[t] {
					b.bad("twin", InputName, "the input gives topic %q twice", t)
				}
				b.given[t] = true
			}
			b.g.input = append(b.g.input, s.Gives...)
			continue
		}
		switch {
		case isFunc && f.run == nil:
			b.bad("empty", s.Name, "node %d (%q) has no function to run", i, s.Name)
		case s.Name == "":
			b.bad("name", "", "node %d has no name", i)
		case strings.ContainsAny(s.Name, " \t\n\"`{}[]()|;"):
			b.bad("name", s.Name, "node name %q holds characters a drawing cannot show", s.Name)
		case names[s.Name]:
			b.bad("duplicate", s.Name, "two nodes are called %q", s.Name)
		}
		names[s.Name] = true
		b.g.nodes = append(b.g.nodes, planned{spec: s, node: n})
	}
	if len(b.g.nodes) == 0 {
		b.bad("empty", "", "there is no node")
	}
	slices.SortStableFunc(b.g.nodes, func(x, y planned) int { return strings.Compare(x.spec.Name, y.spec.Name) })
}

func (b *builder) link() {
	for i, n := range b.g.nodes {
		for _, t := range n.spec.Gives {
			if j, ok := b.giver[t]; ok {
				b.bad("twin", n.spec.Name, "topic %q is given by %s and by %s", t, b.g.nodes[j].spec.Name, n.spec.Name)
				continue
			}
			if b.given[t] {
				b.bad("twin", n.spec.Name, "topic %q is given by the input and by %s", t, n.spec.Name)
			}
			b.giver[t] = i
		}
	}
	for i := range b.g.nodes {
		n := &b.g.nodes[i]
		seen := make(map[int]bool, len(n.spec.Needs)+len(n.spec.Uses))
		for k, topics := range [][]tearsheet.Topic{n.spec.Needs, n.spec.Uses} {
			for _, t := range topics {
				j, ok := b.giver[t]
				switch {
				case !ok && b.given[t]:
				case !ok:
					b.bad("unsatisfied", n.spec.Name, "%s needs topic %q, which nothing gives", n.spec.Name, t)
				default:
					if k == 0 {
						n.needs = append(n.needs, j)
					} else {
						n.uses = append(n.uses, j)
					}
					if !seen[j] {
						seen[j] = true
						n.waits++
						b.g.nodes[j].next = append(b.g.nodes[j].next, i)
					}
				}
			}
		}
	}
}

// cycles ranks the nodes by Kahn's algorithm and names the loops in its way.
func (b *builder) cycles() {
	left := make([]int, len(b.g.nodes))
	queue := make([]int, 0, len(b.g.nodes))
	for i, n := range b.g.nodes {
		left[i] = n.waits
		if left[i] == 0 {
			queue = append(queue, i)
		}
	}
	for k := 0; ; k++ {
		if k == len(queue) { // what is left waits for a loop: name one, cut it, go on
			at := slices.IndexFunc(left, func(n int) bool { return n > 0 })
			if at < 0 {
				return
			}
			at = b.loop(at, left)
			left[at] = 0
			queue = append(queue, at)
		}
		i := queue[k]
		for _, j := range b.g.nodes[i].next {
			b.g.nodes[j].rank = max(b.g.nodes[j].rank, b.g.nodes[i].rank+1)
			if left[j]--; left[j] == 0 {
				queue = append(queue, j)
			}
		}
	}
}

// loop walks needs backwards among the nodes that are left until one repeats.
func (b *builder) loop(at int, left []int) int {
	var path []string
	seen := map[int]int{}
	for {
		name := b.g.nodes[at].spec.Name
		if k, ok := seen[at]; ok {
			loop := append(path[k:], name)
			slices.Reverse(loop)
			b.bad("cycle", name, "%s", strings.Join(loop, " -> "))
			return at
		}
		seen[at] = len(path)
		path = append(path, name)
		for _, j := range slices.Concat(b.g.nodes[at].needs, b.g.nodes[at].uses) {
			if left[j] > 0 {
				at = j
				break
			}
		}
	}
}

// reach refuses nodes whose result no final node depends on.
func (b *builder) reach() {
	live := make([]bool, len(b.g.nodes))
	var stack []int
	for i, n := range b.g.nodes {
		if n.spec.Final {
			live[i] = true
			stack = append(stack, i)
		}
	}
	if len(stack) == 0 && len(b.g.nodes) > 0 {
		b.bad("unreachable", "", "no node is final, so nothing has to run")
		return
	}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, from := range [][]int{b.g.nodes[i].needs, b.g.nodes[i].uses} {
			for _, j := range from {
				if !live[j] {
					live[j] = true
					stack = append(stack, j)
				}
			}
		}
	}
	for i, n := range b.g.nodes {
		if !live[i] {
			b.bad("unreachable", n.spec.Name, "nothing final depends on %s", n.spec.Name)
		}
	}
}

// order renumbers nodes by (rank, name) and computes ancestors.
func (b *builder) order() {
	perm := make([]int, len(b.g.nodes)) // old indices in new order
	for i := range perm {
		perm[i] = i
	}
	slices.SortStableFunc(perm, func(x, y int) int { return b.g.nodes[x].rank - b.g.nodes[y].rank })
	to := make([]int, len(perm))
	for now, old := range perm {
		to[old] = now
	}
	nodes := make([]planned, len(perm))
	for now, old := range perm {
		n := b.g.nodes[old]
		for _, list := range [][]int{n.needs, n.uses, n.next} {
			for k := range list {
				list[k] = to[list[k]]
			}
		}
		nodes[now] = n
	}
	words := (len(nodes) + 63) / 64
	sets := make([]uint64, words*len(nodes))
	for i := range nodes {
		set := sets[i*words : (i+1)*words]
		for _, from := range [][]int{nodes[i].needs, nodes[i].uses} {
			for _, j := range from {
				set[j/64] |= 1 << (j % 64)
				for w, v := range sets[j*words : (j+1)*words] {
					set[w] |= v
				}
			}
		}
		for j := range i {
			if set[j/64]&(1<<(j%64)) != 0 {
				nodes[i].ancestors = append(nodes[i].ancestors, j)
			}
		}
	}
	b.g.nodes = nodes
}

func (g *Graph) fingerprint() string {
	type shape struct {
		Name                     string
		Needs, Uses, Gives       []tearsheet.Topic
		Optional, Final          bool
		TimeoutMS, Attempts, Off int64
		When                     string
		FailOn                   []tearsheet.Kind
	}
	shapes := struct {
		Graph string
		Input []tearsheet.Topic
		Nodes []shape
	}{Graph: g.name, Input: g.input}
	for _, n := range g.nodes {
		s := shape{n.spec.Name, n.spec.Needs, n.spec.Uses, n.spec.Gives, n.spec.Optional, n.spec.Final,
			n.spec.Timeout.Milliseconds(), int64(n.spec.Retry.Attempts), n.spec.Retry.Backoff.Milliseconds(), "", n.spec.FailOn}
		if n.spec.When != nil {
			s.When = n.spec.When.Doc
		}
		shapes.Nodes = append(shapes.Nodes, s)
	}
	b, err := json.Marshal(shapes)
	if err != nil {
		panic(err) // plain strings and numbers; unreachable
	}
	return tearsheet.SHA256(b)
}
