package geospatial

import (
	"github.com/peterstace/simplefeatures/geom"
)

// Prefix begins the name of every function, which is no name of the engine's own.
const Prefix = "geo_"

// Functions are all that an engine may call.
var Functions = []Function{
	{"geo_from_text", takes(Text), Geometry, func(a []any) (any, error) { return fromText(a[0].(string)) }},
	{"geo_line_from_text", takes(Text), Geometry, typed("ST_LineFromText", geom.TypeLineString)},
	{"geo_polygon", takes(Text), Geometry, typed("ST_Polygon", geom.TypePolygon)},
	{"geo_from_binary", takes(Bytes), Geometry, func(a []any) (any, error) { return fromBinary(a[0].([]byte)) }},
	{"geo_from_hadoop", takes(Bytes), Geometry, fromHadoop},
	{"geo_from_json", takes(Text), Geometry, fromJSON},
	{"geo_from_polyline", takes(Text), Geometry, fromPolyline},
	{"geo_point", takes(Double, Double), Geometry, point},
	{"geo_line", takes(Geometries), Geometry, lineString},
	{"geo_multi_point", takes(Geometries), Geometry, multiPoint},
	{"geo_to_sphere", takes(Geometry), Geometry, of(toSphere)},

	{"geo_text", takes(Geometry), Text, of(func(g *shape) (any, error) { return textOf(g.Geometry), nil })},
	{"geo_hadoop", takes(Geometry), Bytes, of(toHadoop)},
	{"geo_json", takes(Geometry), Text, of(toJSON)},
	{"geo_polyline", takes(Geometry), Text, of(toPolyline)},

	{"geo_contains", takes(Geometry, Geometry), Boolean, contains},
	{"geo_within", takes(Geometry, Geometry), Boolean, swapped(contains)},
	{"geo_intersects", takes(Geometry, Geometry), Boolean, intersects},
	{"geo_disjoint", takes(Geometry, Geometry), Boolean, not(intersects)},
	{"geo_touches", takes(Geometry, Geometry), Boolean, relation(meet, func(s side) bool { return s == border }, geom.Touches)},
	{"geo_crosses", takes(Geometry, Geometry), Boolean, relation(meet, nil, geom.Crosses)},
	{"geo_overlaps", takes(Geometry, Geometry), Boolean, relation(meet, nil, geom.Overlaps)},
	{"geo_equals", takes(Geometry, Geometry), Boolean, equals},
	{"geo_relate", takes(Geometry, Geometry, Text), Boolean, relate},

	{"geo_intersection", takes(Geometry, Geometry), Geometry, overlay(geom.Intersection, noArea)},
	{"geo_difference", takes(Geometry, Geometry), Geometry, overlay(geom.Difference, emptied)},
	{"geo_sym_difference", takes(Geometry, Geometry), Geometry, overlay(geom.SymmetricDifference, emptied)},
	{"geo_union", takes(Geometry, Geometry), Geometry, unionOfTwo},
	{"geo_union_all", takes(Geometries), Geometry, unionOfAll},
	{"geo_hull_all", takes(Geometries), Geometry, hullOfAll},
	{"geo_buffer", takes(Geometry, Double), Geometry, buffered},
	{"geo_boundary", takes(Geometry), Geometry, of(boundary)},
	{"geo_envelope", takes(Geometry), Geometry, of(envelope)},
	{"geo_envelope_points", takes(Geometry), Geometries, of(envelopeAsPoints)},
	{"geo_hull", takes(Geometry), Geometry, of(convexHull)},
	{"geo_centroid", takes(Geometry), Geometry, of(centroid)},
	{"geo_simplify", takes(Geometry, Double), Geometry, simplified},
	{"geo_exterior_ring", takes(Geometry), Geometry, of(exteriorRing)},

	{"geo_area", takes(Geometry), Double, of(func(g *shape) (any, error) { return g.Area(), nil })},
	{"geo_length", takes(Geometry), Double, of(length)},
	{"geo_distance", takes(Geometry, Geometry), Double, distance},
	{"geo_nearest_points", takes(Geometry, Geometry), Geometries, nearestPoints},
	{"geo_sphere_area", takes(Geometry), Double, of(sphericalArea)},
	{"geo_sphere_length", takes(Geometry), Double, of(sphericalLength)},
	{"geo_sphere_distance", takes(Geometry, Geometry), Double, sphericalDistance},
	{"geo_locate_point", takes(Geometry, Geometry), Double, locatePoint},
	{"geo_interpolate", takes(Geometry, Double), Geometry, interpolated(false)},
	{"geo_interpolate_all", takes(Geometry, Double), Geometries, interpolated(true)},

	{"geo_type", takes(Geometry), Text, of(func(g *shape) (any, error) { return standardNames[g.Type()], nil })},
	{"geo_dimension", takes(Geometry), Integer, of(func(g *shape) (any, error) { return int64(g.Dimension()), nil })},
	{"geo_is_empty", takes(Geometry), Boolean, of(func(g *shape) (any, error) { return g.IsEmpty(), nil })},
	{"geo_is_closed", takes(Geometry), Boolean, of(isClosed)},
	{"geo_is_ring", takes(Geometry), Boolean, of(isRing)},
	{"geo_is_simple", takes(Geometry), Boolean, of(isSimple)},
	{"geo_invalid_reason", takes(Geometry), Text, of(invalidReason)},
	{"geo_x", takes(Geometry), Double, ordinate("ST_X", func(p geom.XY) float64 { return p.X })},
	{"geo_y", takes(Geometry), Double, ordinate("ST_Y", func(p geom.XY) float64 { return p.Y })},
	{"geo_x_min", takes(Geometry), Double, bound(func(low, _ geom.XY) float64 { return low.X })},
	{"geo_x_max", takes(Geometry), Double, bound(func(_, high geom.XY) float64 { return high.X })},
	{"geo_y_min", takes(Geometry), Double, bound(func(low, _ geom.XY) float64 { return low.Y })},
	{"geo_y_max", takes(Geometry), Double, bound(func(_, high geom.XY) float64 { return high.Y })},
	{"geo_start_point", takes(Geometry), Geometry, end("ST_StartPoint", geom.LineString.StartPoint)},
	{"geo_end_point", takes(Geometry), Geometry, end("ST_EndPoint", geom.LineString.EndPoint)},
	{"geo_point_n", takes(Geometry, Integer), Geometry, pointN},
	{"geo_points", takes(Geometry), Geometries, of(allPoints)},
	{"geo_num_points", takes(Geometry), Integer, of(numPoints)},
	{"geo_geometry_n", takes(Geometry, Integer), Geometry, geometryN},
	{"geo_geometries", takes(Geometry), Geometries, of(geometries)},
	{"geo_num_geometries", takes(Geometry), Integer, of(numGeometries)},
	{"geo_interior_ring_n", takes(Geometry, Integer), Geometry, interiorRingN},
	{"geo_interior_rings", takes(Geometry), Geometries, of(interiorRings)},
	{"geo_num_interior_ring", takes(Geometry), Integer, of(numInteriorRing)},

	{"geo_tile", takes(Integer, Integer, Integer), Integer, bingTile},
	{"geo_tile_of_key", takes(Text), Integer, tileOfKey},
	{"geo_tile_at", takes(Double, Double, Integer), Integer, tileAt},
	{"geo_tile_key", takes(Integer), Text, quadKey},
	{"geo_tile_coordinates", takes(Integer), Integers, coordinatesOf},
	{"geo_tile_zoom", takes(Integer), Integer, zoomLevel},
	{"geo_tile_polygon", takes(Integer), Geometry, tilePolygon},
	{"geo_tiles_around", takes(Double, Double, Integer), Integers, tilesAround},
	{"geo_tiles_within", takes(Double, Double, Integer, Double), Integers, tilesWithin},
	{"geo_tiles_covering", takes(Geometry, Integer), Integers, tilesCovering},
}

func takes(t ...Type) []Type { return t }
