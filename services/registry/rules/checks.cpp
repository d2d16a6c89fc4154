// SPDX-License-Identifier: MIT
#include "services/registry/rules/checks.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "services/kit/language/language.hpp"

namespace rapport::registry {
namespace {

using namespace std::literals;

// The 249 officially assigned codes, three characters apart.
constexpr std::string_view countries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR "
    "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO "
    "JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR "
    "MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO "
    "RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV "
    "TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";
static_assert(countries.size() == 249 * 3);

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
/// Blanks and control characters, which none of these texts has.
bool blank(char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; }

/// Whether each part of `text` between `divider` is as `good` says.
template <class Good>
bool parts_are(std::string_view text, char divider, Good good) {
    for (auto at = text.find(divider); at != text.npos; at = text.find(divider)) {
        if (!good(text.substr(0, at))) return false;
        text.remove_prefix(at + 1);
    }
    return good(text);
}

/// Whether the machine's zone data has a zone of that name; true where there is none to ask.
bool zone_exists(std::string_view name) {
    static const std::filesystem::path zones = "/usr/share/zoneinfo";
    std::error_code error;
    if (!std::filesystem::is_directory(zones, error)) return true;
    std::ifstream file(zones / name, std::ios::binary);
    char magic[4] = {};
    return file.read(magic, sizeof magic) && std::string_view(magic, sizeof magic) == "TZif";
}

}  // namespace

void check_phone(const std::string& path, std::string_view number) {
    const std::string_view rest = number.substr(number.starts_with('+') ? 1 : 0);
    if (std::ranges::count_if(rest, digit) < 3 ||
        !std::ranges::all_of(rest, [](char c) { return digit(c) || " .-/()"sv.find(c) != std::string_view::npos; }))
        throw invalid(path, "must be a phone number such as +49 30 1234567");
}

void check_country(const std::string& path, std::string_view code) {
    const auto at = countries.find(code);
    if (code.size() != 2 || at == countries.npos || at % 3 != 0)
        throw invalid(path, "must be a country's ISO 3166-1 alpha-2 code in capitals, such as DE");
}

void check_language(const std::string& path, std::string_view tag) { kit::check_language_tag(path, tag); }

void check_time_zone(const std::string& path, std::string_view name) {
    const bool well_formed = parts_are(name, '/', [](std::string_view part) {
        return !part.empty() && letter(part.front()) && std::ranges::all_of(part, [](char c) {
            return letter(c) || digit(c) || c == '_' || c == '-' || c == '+';
        });
    });
    if (!well_formed || !zone_exists(name)) throw invalid(path, "must be an IANA time zone such as Europe/Berlin");
}

void check_website(const std::string& path, std::string_view url) {
    std::string_view rest = url;
    for (const std::string_view scheme : {"https://"sv, "http://"sv})
        if (url.starts_with(scheme)) rest.remove_prefix(scheme.size());
    const std::string_view host = rest.substr(0, rest.find_first_of(":/?#"));
    if (rest.size() == url.size() || std::ranges::any_of(url, blank) || !is_domain(host, 1))
        throw invalid(path, "must be a web address such as https://example.com");
}

}  // namespace rapport::registry
