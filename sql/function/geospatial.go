package function

import (
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// A geometry lives in the engine as its well-known binary, a Bing tile as Trino's number of it. The engine's functions of
// them are this program's own (package geospatial), and an instance knows those that its statement names.

func init() {
	const shape, sphere = "Geometry", "SphericalGeography"
	register(
		scalar("st_geometryfromtext", "Geometry of a well-known text.", as("geo_from_text"), "(varchar) -> Geometry"),
		scalar("st_linefromtext", "Line string of a well-known text.", as("geo_line_from_text"), "(varchar) -> Geometry"),
		scalar("st_polygon", "Polygon of a well-known text.", as("geo_polygon"), "(varchar) -> Geometry"),
		scalar("st_geomfrombinary", "Geometry of a well-known binary.", as("geo_from_binary"), "(varbinary) -> Geometry"),
		scalar("geometry_from_hadoop_shape", "Geometry of the Spatial Framework for Hadoop.", as("geo_from_hadoop"), "(varbinary) -> Geometry"),
		scalar("from_geojson_geometry", "Geography of a GeoJSON geometry.", as("geo_from_json"), "(varchar) -> SphericalGeography"),
		scalar("from_encoded_polyline", "Line string of an encoded polyline.", as("geo_from_polyline"), "(varchar) -> Geometry"),
		scalar("st_point", "Point of two coordinates, or of longitude and latitude.", as("geo_point"), "(double, double) -> Geometry"),
		scalar("st_linestring", "Line string through points.", as("geo_line"), "(array(Geometry)) -> Geometry"),
		scalar("st_multipoint", "Multi-point of points; null of none.", as("geo_multi_point"), "(array(Geometry)) -> Geometry"),
		scalar("to_spherical_geography", "Geography of a geometry in degrees.", as("geo_to_sphere"), "(Geometry) -> SphericalGeography"),
		scalar("to_geometry", "Geometry of a geography.", itself, "(SphericalGeography) -> Geometry"),
		scalar("st_astext", "Well-known text of a geometry.", as("geo_text"), "(Geometry) -> varchar"),
		scalar("st_asbinary", "Well-known binary of a geometry.", itself, "(Geometry) -> varbinary"),
		scalar("to_geojson_geometry", "GeoJSON of a geography.", as("geo_json"), "(SphericalGeography) -> varchar"),
		scalar("to_encoded_polyline", "Encoded polyline of a line string or multi-point.", as("geo_polyline"), "(Geometry) -> varchar"),
		// Athena User Guide, Supported geospatial functions: these three are not Trino's.
		scalar("st_line", "Line string of a well-known text.", as("geo_line_from_text"), "(varchar) -> Geometry"),
		scalar("st_geomfromlegacybinary", "Geometry of the binary form of Athena's first engine.", as("geo_from_hadoop"), "(varbinary) -> Geometry"),
		scalar("st_geomaslegacybinary", "Binary form of Athena's first engine of a geometry.", as("geo_hadoop"), "(Geometry) -> varbinary"),

		scalar("st_relate", "Whether two geometries have a relation, given as a pattern of nine letters.", as("geo_relate"), "(Geometry, Geometry, varchar) -> boolean"),
		scalar("geometry_union", "Points of any geometry of an array.", as("geo_union_all"), "(array(Geometry)) -> Geometry"),
		scalar("st_buffer", "Points within a distance of a geometry.", as("geo_buffer"), "(Geometry, double) -> Geometry"),
		scalar("simplify_geometry", "Geometry without the vertices that lie within a tolerance.", as("geo_simplify"), "(Geometry, double) -> Geometry"),
		scalar("line_locate_point", "Where on a line the point nearest to another lies, between 0 and 1.", as("geo_locate_point"), "(Geometry, Geometry) -> double"),
		scalar("line_interpolate_point", "Point at a fraction of a line's length.", as("geo_interpolate"), "(Geometry, double) -> Geometry"),
		scalar("line_interpolate_points", "Points at the multiples of a fraction of a line's length.", as("geo_interpolate_all"), "(Geometry, double) -> array(Geometry)"),
		scalar("geometry_nearest_points", "Points of two geometries that lie nearest to each other.", rowOfTwo("geo_nearest_points"), "(Geometry, Geometry) -> row(Geometry, Geometry)"),
		scalar("st_area", "Area of a geometry, of a geography in square metres.", onSphere("geo_area", "geo_sphere_area"), "(Geometry) -> double", "(SphericalGeography) -> double"),
		scalar("st_length", "Length of lines, of a geography in metres.", onSphere("geo_length", "geo_sphere_length"), "(Geometry) -> double", "(SphericalGeography) -> double"),
		scalar("st_distance", "Least distance of two geometries, of two points of geographies in metres.", onSphere("geo_distance", "geo_sphere_distance"),
			"(Geometry, Geometry) -> double", "(SphericalGeography, SphericalGeography) -> double"),
		scalar("st_coorddim", "Number of coordinates that a point has.", over(coordDim), "(Geometry) -> tinyint"),
		scalar("st_dimension", "Dimension of a geometry: 0, 1 or 2.", castOf("geo_dimension"), "(Geometry) -> tinyint"),
		scalar("st_numgeometries", "Number of geometries that one consists of.", castOf("geo_num_geometries"), "(Geometry) -> integer"),
		scalar("st_pointn", "Vertex of a line string, counted from 1.", as("geo_point_n"), "(Geometry, integer) -> Geometry"),
		scalar("st_geometryn", "Geometry of a collection, counted from 1.", as("geo_geometry_n"), "(Geometry, integer) -> Geometry"),
		scalar("st_interiorringn", "Hole of a polygon, counted from 1.", as("geo_interior_ring_n"), "(Geometry, integer) -> Geometry"),

		aggregate("geometry_union_agg", "Points of any geometry.", gathered("geo_union_all"), "(Geometry) -> Geometry"),
		aggregate("convex_hull_agg", "Smallest convex geometry around all.", gathered("geo_hull_all"), "(Geometry) -> Geometry"),

		scalar("bing_tile", "Bing tile of its numbers and zoom level, or of its quadkey.", func(c *Call) (engineExpression, error) {
			if len(c.Arguments) == 1 {
				return Engine("geo_tile_of_key", c.Arguments...), nil
			}
			return Engine("geo_tile", c.Arguments...), nil
		}, "(integer, integer, integer) -> BingTile", "(varchar) -> BingTile"),
		scalar("bing_tile_at", "Bing tile at a latitude and longitude.", as("geo_tile_at"), "(double, double, integer) -> BingTile"),
		scalar("bing_tile_coordinates", "Numbers x and y of a Bing tile.", rowOfTwo("geo_tile_coordinates"), "(BingTile) -> row(integer, integer)").gives(tileRow),
		scalar("bing_tile_polygon", "Polygon of a Bing tile.", as("geo_tile_polygon"), "(BingTile) -> Geometry"),
		scalar("bing_tile_quadkey", "Quadkey of a Bing tile.", as("geo_tile_key"), "(BingTile) -> varchar"),
		scalar("bing_tile_zoom_level", "Zoom level of a Bing tile.", castOf("geo_tile_zoom"), "(BingTile) -> tinyint"),
		scalar("bing_tiles_around", "Bing tiles around a latitude and longitude: the nearest nine, or those within kilometres.", func(c *Call) (engineExpression, error) {
			if len(c.Arguments) == 4 {
				return Engine("geo_tiles_within", c.Arguments...), nil
			}
			return Engine("geo_tiles_around", c.Arguments...), nil
		}, "(double, double, integer) -> array(BingTile)", "(double, double, integer, double) -> array(BingTile)"),
		scalar("geometry_to_bing_tiles", "Bing tiles that cover a geometry.", as("geo_tiles_covering"), "(Geometry, integer) -> array(BingTile)"),
	)
	for _, f := range []struct{ name, engine, arguments, result, summary string }{
		{"st_contains", "geo_contains", shape + ", " + shape, "boolean", "Whether no point of the second geometry lies outside the first, and some lies within."},
		{"st_within", "geo_within", shape + ", " + shape, "boolean", "Whether the second geometry contains the first."},
		{"st_intersects", "geo_intersects", shape + ", " + shape, "boolean", "Whether two geometries have a point in common."},
		{"st_disjoint", "geo_disjoint", shape + ", " + shape, "boolean", "Whether two geometries have no point in common."},
		{"st_touches", "geo_touches", shape + ", " + shape, "boolean", "Whether two geometries have points of their boundaries in common alone."},
		{"st_crosses", "geo_crosses", shape + ", " + shape, "boolean", "Whether two geometries have some but not all inner points in common."},
		{"st_overlaps", "geo_overlaps", shape + ", " + shape, "boolean", "Whether two geometries of one dimension overlap and none contains the other."},
		{"st_equals", "geo_equals", shape + ", " + shape, "boolean", "Whether two geometries have the same points."},
		{"st_intersection", "geo_intersection", shape + ", " + shape, shape, "Points of both geometries."},
		{"st_difference", "geo_difference", shape + ", " + shape, shape, "Points of the first geometry alone."},
		{"st_symdifference", "geo_sym_difference", shape + ", " + shape, shape, "Points of one geometry alone."},
		{"st_union", "geo_union", shape + ", " + shape, shape, "Points of any of two geometries."},
		{"st_boundary", "geo_boundary", shape, shape, "Boundary of a geometry."},
		{"st_envelope", "geo_envelope", shape, shape, "Rectangle around a geometry."},
		{"st_envelopeaspts", "geo_envelope_points", shape, "array(" + shape + ")", "Lower left and upper right corner of the rectangle around a geometry."},
		{"st_convexhull", "geo_hull", shape, shape, "Smallest convex geometry around one."},
		{"st_centroid", "geo_centroid", shape, shape, "Centre of gravity of a geometry."},
		{"st_exteriorring", "geo_exterior_ring", shape, shape, "Outer ring of a polygon."},
		{"st_geometrytype", "geo_type", shape, "varchar", "Type of a geometry."},
		{"st_isempty", "geo_is_empty", shape, "boolean", "Whether a geometry has no point."},
		{"st_isclosed", "geo_is_closed", shape, "boolean", "Whether lines end where they begin."},
		{"st_isring", "geo_is_ring", shape, "boolean", "Whether a line string is closed and does not meet itself."},
		{"st_issimple", "geo_is_simple", shape, "boolean", "Whether a geometry does not meet itself."},
		{"st_isvalid", "geo_is_simple", shape, "boolean", "Whether a geometry is well formed."},
		{"geometry_invalid_reason", "geo_invalid_reason", shape, "varchar", "Why a geometry is not well formed; null where it is."},
		{"st_x", "geo_x", shape, "double", "Coordinate x of a point."},
		{"st_y", "geo_y", shape, "double", "Coordinate y of a point."},
		{"st_xmin", "geo_x_min", shape, "double", "Least coordinate x."},
		{"st_xmax", "geo_x_max", shape, "double", "Greatest coordinate x."},
		{"st_ymin", "geo_y_min", shape, "double", "Least coordinate y."},
		{"st_ymax", "geo_y_max", shape, "double", "Greatest coordinate y."},
		{"st_startpoint", "geo_start_point", shape, shape, "First point of a line string."},
		{"st_endpoint", "geo_end_point", shape, shape, "Last point of a line string."},
		{"st_points", "geo_points", shape, "array(" + shape + ")", "Vertices of a geometry."},
		{"st_numpoints", "geo_num_points", shape, "bigint", "Number of vertices of a geometry."},
		{"st_geometries", "geo_geometries", shape, "array(" + shape + ")", "Geometries that one consists of."},
		{"st_interiorrings", "geo_interior_rings", shape, "array(" + shape + ")", "Holes of a polygon."},
		{"st_numinteriorring", "geo_num_interior_ring", shape, "bigint", "Number of a polygon's holes."},
	} {
		register(scalar(f.name, f.summary, as(f.engine), "("+f.arguments+") -> "+f.result))
	}
}

// coordDim is 2: geometries of more dimensions are refused where they come in.
func coordDim(c *Call, x []ast.Expression) (engineExpression, error) {
	return c.typed(If(isNull(x[0]), &ast.NullLiteral{}, ast.Integer(2)))
}

// itself is a function that only gives a value another type.
func itself(c *Call) (engineExpression, error) { return c.Arguments[0], nil }

// onSphere is one function of geometries and another of geographies.
func onSphere(plane, sphere string) builder {
	return func(c *Call) (engineExpression, error) {
		if c.Match.Parameters[0].Kind == types.SphericalGeography {
			return Engine(sphere, c.Arguments...), nil
		}
		return Engine(plane, c.Arguments...), nil
	}
}

// rowOfTwo makes a row of the two values that the engine's function gives as a list.
func rowOfTwo(name string) builder {
	return func(c *Call) (engineExpression, error) {
		nothing, err := null(c.Match.Result)
		if err != nil {
			return nil, err
		}
		var failure error
		out := Let(c, []ast.Expression{Engine(name, c.Arguments...)}, func(x []ast.Expression) ast.Expression {
			row := &ast.Struct{}
			for i := range c.Match.Result.Fields {
				value, err := EngineCast(Engine("list_extract", x[0], ast.Integer(int64(i+1))), c.Match.Result.Fields[i].Type)
				if err != nil {
					failure = err
				}
				row.Fields = append(row.Fields, &ast.StructField{Name: FieldName(c.Match.Result, i), Value: value})
			}
			return If(isNull(x[0]), nothing, row)
		})
		return out, failure
	}
}

// tileRow names what a signature cannot.
func tileRow([]types.Type) types.Type {
	integer := types.Simple(types.Integer)
	return types.RowOf(types.Field{Name: "x", Type: integer}, types.Field{Name: "y", Type: integer})
}

// gathered calls a function of an array on the values that are not null.
func gathered(name string) builder {
	return func(c *Call) (engineExpression, error) {
		if c.Clauses.Over != nil {
			return nil, c.unsupported("%s with OVER", c.Match.Function.Name)
		}
		values := c.same("list", c.Arguments[0])
		values.Filter = ast.And(c.Clauses.Filter, &ast.IsNull{Operand: c.Arguments[0], Not: true})
		return Engine(name, values), nil
	}
}

// carriers are the functions of any type that pass values on without comparing them, which is all that may be done with
// geometries.
var carriers = set(`arbitrary any_value array_agg max_by min_by count coalesce if try typeof cardinality element_at concat
	flatten reverse slice transform filter reduce zip zip_with any_match all_match none_match repeat first_value last_value
	lag lead nth_value map_values`)

// mayCarry reports whether the function takes its arguments: those whose type a signature leaves open may be geometries
// only where the function does not compare them.
func (m *Match) mayCarry() bool {
	if carriers[m.Function.Name] {
		return true
	}
	for i, t := range m.Parameters {
		if p := m.Signature.at(i); (p.any || p.generic()) && t.Kind != types.Function && !t.Comparable() {
			return false
		}
	}
	return true
}
