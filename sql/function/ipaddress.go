package function

import (
	"net/netip"

	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

func init() {
	register(scalar("contains", "Whether an array has an element, or a network an address.", func(c *Call) (engineExpression, error) {
		if c.Match.Parameters[0].Kind == types.Array {
			return over(contains)(c)
		}
		return inNetwork(c)
	}, "(array(T), T) -> boolean", "(varchar, ipaddress) -> boolean"))
}

// An ipaddress lives in the engine as its 16 bytes, in which an address of version 4 is ::ffff:0:0/96, so that the engine
// compares and sorts it as Trino does.

// mappedPrefix are the hexadecimal digits before an address of version 4.
const mappedPrefix = "00000000000000000000ffff"

// AddressLiteral makes the engine's constant of a text; false for what is no address.
func AddressLiteral(text string) (ast.Expression, bool) {
	a, err := netip.ParseAddr(text)
	if err != nil || a.Zone() != "" {
		return nil, false
	}
	bytes := a.As16()
	return &ast.BinaryLiteral{Value: bytes[:]}, true
}

const octet = `(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])`

// castToAddress reads texts of either version, but for those of version 6 that end in the form of version 4.
func castToAddress(env Environment, at token.Pos, e ast.Expression, from, to types.Type) (ast.Expression, error) {
	if from.Kind == types.Varbinary {
		fail, err := Fail("INVALID_CAST_ARGUMENT", "Invalid IP address binary length", to)
		return Let(env, []ast.Expression{e}, func(x []ast.Expression) ast.Expression {
			length := Engine("octet_length", x[0])
			return condition(fail, ast.Or(isNull(x[0]), binary(ast.Equals, length, ast.Integer(16))), x[0],
				binary(ast.Equals, length, ast.Integer(4)), Engine("unhex", binary(ast.Concat, ast.String(mappedPrefix), Engine("hex", x[0]))))
		}), err
	}
	if from.Kind != types.Varchar {
		return nil, Unsupported(at, "Unsupported cast from %s to %s", from, to)
	}
	nothing, err := null(to)
	if err != nil {
		return nil, err
	}
	mixed, err := Fail("NOT_SUPPORTED", "An IP address of version 6 that ends in the form of version 4 is not supported", to)
	if err != nil {
		return nil, err
	}
	var failure error
	out := Let(env, []ast.Expression{e}, func(x []ast.Expression) ast.Expression {
		message := Engine("concat", ast.String("INVALID_CAST_ARGUMENT: Cannot cast value to IPADDRESS: "), x[0])
		fail, err := FailWith(message, to)
		failure = err
		return condition(sixBytes(env, x[0], fail), isNull(x[0]), nothing,
			Engine("regexp_full_match", x[0], ast.String(`(`+octet+`\.){3}`+octet)), fourBytes(env, x[0]),
			Engine("regexp_full_match", x[0], ast.String(`[0-9a-fA-F:]*:(`+octet+`\.){3}`+octet)), mixed)
	})
	return out, failure
}

func fourBytes(env Environment, text ast.Expression) ast.Expression {
	part := ast.Name(env.Fresh("p"))
	digits := Engine("printf", ast.String("%02x"), castText(part, "INTEGER"))
	all := Engine("array_to_string", Engine("list_transform", Engine("string_split", text, ast.String(".")), lambda(digits, part)), ast.String(""))
	return Engine("unhex", binary(ast.Concat, ast.String(mappedPrefix), all))
}

// sixBytes fills what :: stands for with zeros, of which there is at least one group.
func sixBytes(env Environment, text, fail ast.Expression) ast.Expression {
	return Let(env, []ast.Expression{Engine("string_split", text, ast.String("::"))}, func(sides []ast.Expression) ast.Expression {
		groups := func(side int64) ast.Expression {
			part := Engine("coalesce", Engine("list_extract", sides[0], ast.Integer(side)), ast.String(""))
			return If(binary(ast.Equals, part, ast.String("")), castText(&ast.Array{}, "VARCHAR[]"), Engine("string_split", part, ast.String(":")))
		}
		return Let(env, []ast.Expression{groups(1), groups(2)}, func(g []ast.Expression) ast.Expression {
			given := binary(ast.Add, Engine("len", g[0]), Engine("len", g[1]))
			missing := binary(ast.Subtract, ast.Integer(8), given)
			fits := condition(truth(false), binary(ast.Equals, Engine("len", sides[0]), ast.Integer(1)), binary(ast.Equals, missing, ast.Integer(0)),
				binary(ast.Equals, Engine("len", sides[0]), ast.Integer(2)), binary(ast.Greater, missing, ast.Integer(0)))
			zero, group, each := ast.Name(env.Fresh("i")), ast.Name(env.Fresh("g")), ast.Name(env.Fresh("g"))
			zeros := Engine("list_transform", Engine("range", Engine("greatest", missing, ast.Integer(0))), lambda(ast.String("0"), zero))
			return Let(env, []ast.Expression{Engine("list_concat", Engine("list_concat", g[0], zeros), g[1])}, func(all []ast.Expression) ast.Expression {
				good := Engine("list_transform", all[0], lambda(Engine("regexp_full_match", group, ast.String("[0-9a-fA-F]{1,4}")), group))
				wrong := ast.Or(&ast.Not{Operand: fits}, Engine("list_contains", good, truth(false)))
				padded := Engine("list_transform", all[0], lambda(Engine("lpad", each, ast.Integer(4), ast.String("0")), each))
				return If(wrong, fail, Engine("unhex", Engine("array_to_string", padded, ast.String(""))))
			})
		})
	})
}

// addressToText writes version 4 with points, and for the longest zeros of version 6, the first of equal ones, ::.
func addressToText(env Environment, e ast.Expression) ast.Expression {
	return Let(env, []ast.Expression{Engine("lower", Engine("hex", e))}, func(x []ast.Expression) ast.Expression {
		part := func(place ast.Expression, length int64) ast.Expression {
			from := binary(ast.Add, binary(ast.Multiply, place, ast.Integer(length)), ast.Integer(1))
			return Engine("substring", x[0], from, ast.Integer(length))
		}
		joined := func(first, last, length int64, mark string, form func(ast.Expression) ast.Expression) ast.Expression {
			place := ast.Name(env.Fresh("i"))
			texts := Engine("list_transform", Engine("generate_series", ast.Integer(first), ast.Integer(last)), lambda(form(part(place, length)), place))
			return Engine("array_to_string", texts, ast.String(mark))
		}
		four := joined(12, 15, 2, ".", func(hex ast.Expression) ast.Expression {
			return castText(castText(binary(ast.Concat, ast.String("0x"), hex), "INTEGER"), "VARCHAR")
		})
		six := joined(0, 7, 4, ":", func(hex ast.Expression) ast.Expression {
			return Engine("regexp_replace", hex, ast.String("^0{1,3}"), ast.String(""))
		})
		short := Let(env, []ast.Expression{six}, func(y []ast.Expression) ast.Expression {
			var pairs []ast.Expression
			for n := 8; n >= 2; n-- {
				zeros := "(^|:)0(:0){" + string(rune('0'+n-1)) + "}(:|$)"
				pairs = append(pairs, Engine("regexp_matches", y[0], ast.String(zeros)), Engine("regexp_replace", y[0], ast.String(zeros), ast.String("::")))
			}
			return condition(y[0], pairs...)
		})
		return condition(short, isNull(x[0]), castText(&ast.NullLiteral{}, "VARCHAR"), Engine("starts_with", x[0], ast.String(mappedPrefix)), four)
	})
}

// inNetwork takes a constant network such as 10.0.0.0/8: its addresses are those between two.
func inNetwork(c *Call) (engineExpression, error) {
	text, ok := c.text(0)
	if !ok {
		return nil, c.unsupported("contains of a network that is not a constant")
	}
	network, err := netip.ParsePrefix(text)
	if err != nil {
		return nil, c.invalid("Invalid CIDR")
	}
	bits := network.Bits()
	if network.Addr().Is4() {
		bits += 96
	}
	low := network.Masked().Addr().As16()
	high := low
	for i := bits; i < 128; i++ {
		high[i/8] |= 1 << (7 - i%8)
	}
	constant := func(b [16]byte) ast.Expression { return &ast.BinaryLiteral{Value: b[:]} }
	return &ast.Between{Operand: c.Arguments[1], Low: constant(low), High: constant(high)}, nil
}
