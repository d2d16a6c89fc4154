// SPDX-License-Identifier: MIT
#include "bus/monitor/text.hpp"

#include <ostream>

#include "bus/base/wire.hpp"

namespace rapport::bus::monitor {

bool matches_pattern(std::string_view type, std::string_view pattern) {
    const auto star = pattern.find('*');
    if (star == pattern.npos) return type == pattern;
    if (!type.starts_with(pattern.substr(0, star))) return false;
    type.remove_prefix(star);
    pattern.remove_prefix(star + 1);
    // The earliest place for each part between stars leaves the most for the rest.
    for (auto next = pattern.find('*'); next != pattern.npos; next = pattern.find('*')) {
        const auto found = type.find(pattern.substr(0, next));
        if (found == type.npos) return false;
        type.remove_prefix(found + next);
        pattern.remove_prefix(next + 1);
    }
    return type.ends_with(pattern);
}

std::string printable(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    return out;
}

int report(const Error& error, std::ostream& err) {
    err << name_of(error.code()) << ": " << printable(error.message()) << '\n';
    if (!error.details().empty()) err << to_json(error.details().bytes) << '\n';
    err.flush();
    return exit_code_of(error.code());
}

}  // namespace rapport::bus::monitor
