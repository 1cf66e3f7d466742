package types

import (
	"strings"
	"time"
)

// The engine has tables of time zones of its own, of another release than those of this program, and with another opinion
// of the time before 1970 where two zones have been alike since. Where the two differ, nothing says which Trino follows,
// so wall clocks there are refused. TestZones of test/sqlrun compares the tables.

// agreedFrom are the years from which the tables tell the wall clocks of zones alike.
var agreedFrom = zoneYears(map[int]string{
	1977: `
Africa/Accra Africa/Addis_Ababa Africa/Asmara Africa/Bamako Africa/Bangui Africa/Banjul Africa/Blantyre Africa/Brazzaville Africa/Bujumbura
Africa/Conakry Africa/Dakar Africa/Dar_es_Salaam Africa/Djibouti Africa/Douala Africa/Freetown Africa/Gaborone Africa/Harare Africa/Kampala
Africa/Kigali Africa/Kinshasa Africa/Libreville Africa/Lome Africa/Luanda Africa/Lubumbashi Africa/Lusaka Africa/Malabo Africa/Maseru Africa/Mbabane
Africa/Mogadishu Africa/Niamey Africa/Nouakchott Africa/Ouagadougou Africa/Porto-Novo America/Anguilla America/Antigua America/Aruba America/Atikokan
America/Blanc-Sablon America/Cayman America/Creston America/Curacao America/Dominica America/Ensenada America/Grenada America/Guadeloupe
America/Montserrat America/Nassau America/Port_of_Spain America/Santa_Isabel America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent
America/Tijuana America/Tortola Antarctica/DumontDUrville Antarctica/McMurdo Antarctica/Syowa Asia/Aden Asia/Bahrain Asia/Brunei Asia/Kuala_Lumpur
Asia/Kuwait Asia/Muscat Asia/Phnom_Penh Asia/Vientiane Atlantic/Reykjavik Atlantic/St_Helena Europe/Amsterdam Europe/Copenhagen Europe/Guernsey
Europe/Isle_of_Man Europe/Jersey Europe/Ljubljana Europe/Luxembourg Europe/Monaco Europe/Oslo Europe/Sarajevo Europe/Skopje Europe/Stockholm
Europe/Vaduz Europe/Zagreb Indian/Antananarivo Indian/Christmas Indian/Cocos Indian/Comoro Indian/Kerguelen Indian/Mahe Indian/Mayotte Indian/Reunion
Mexico/BajaNorte Pacific/Chuuk Pacific/Funafuti Pacific/Majuro Pacific/Midway Pacific/Pohnpei Pacific/Saipan Pacific/Wake Pacific/Wallis
`,
	1980: `Asia/Tehran`,
	1993: `America/Bogota`,
})

// agreedUntil are the years from which they differ: laws have changed.
var agreedUntil = zoneYears(map[int]string{
	2022: `Europe/Chisinau Europe/Tiraspol`,
	2026: `Africa/Casablanca Africa/El_Aaiun America/Edmonton America/Inuvik America/Vancouver America/Yellowknife Canada/Mountain Canada/Pacific`,
})

func zoneYears(years map[int]string) map[string]time.Time {
	out := map[string]time.Time{}
	for year, zones := range years {
		for _, zone := range strings.Fields(zones) {
			out[zone] = time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		}
	}
	return out
}

// ZoneLimits returns from when and until when the wall clocks of a zone are known; the zero time where there is no limit.
func ZoneLimits(zone string) (from, until time.Time) { return agreedFrom[zone], agreedUntil[zone] }

// ZoneKnows reports whether the wall clock of a zone is known at an instant.
func ZoneKnows(zone string, at time.Time) bool {
	from, until := ZoneLimits(zone)
	return (from.IsZero() || !at.Before(from)) && (until.IsZero() || at.Before(until))
}
