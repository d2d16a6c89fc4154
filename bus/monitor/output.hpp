// SPDX-License-Identifier: MIT
#pragma once
#include <ostream>

#include "bus/base/codec.hpp"
#include "bus/monitor/verbs.hpp"

namespace rapport::bus::monitor {

/// Writes a list as JSON: one indented array, or an object a line. False for pretty, which is each verb's own.
template <class T>
bool write_json(const std::vector<T>& list, Format format, std::ostream& out) {
    if (format == Format::json) out << to_pretty_json(encode(list)) << '\n';
    if (format == Format::jsonl)
        for (const T& one : list) out << to_json(encode(one)) << '\n';
    out.flush();
    return format != Format::pretty;
}

}  // namespace rapport::bus::monitor
