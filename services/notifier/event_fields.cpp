// SPDX-License-Identifier: MIT
#include "services/notifier/event_fields.hpp"

#include <span>

#include "bus/base/unpack.hpp"

namespace rapport::notifier {
namespace {

std::string_view text_of(const msgpack::object& value) {
    if (value.type != msgpack::type::STR) return {};
    return {value.via.str.ptr, value.via.str.size};
}
std::span<const msgpack::object_kv> members_of(const msgpack::object& value) {
    if (value.type != msgpack::type::MAP) return {};
    return {value.via.map.ptr, value.via.map.size};
}

void collect(const msgpack::object& value, std::string_view path, std::vector<std::string>& texts) {
    if (value.type == msgpack::type::ARRAY) {
        for (const auto& each : std::span(value.via.array.ptr, value.via.array.size)) collect(each, path, texts);
        return;
    }
    if (path.empty()) {
        if (const auto text = text_of(value); !text.empty()) texts.emplace_back(text);
        return;
    }
    const auto dot = path.find('.');
    for (const auto& each : members_of(value))
        if (text_of(each.key) == path.substr(0, dot))
            collect(each.val, dot == path.npos ? std::string_view() : path.substr(dot + 1), texts);
}

}  // namespace

std::vector<std::string> texts_at(const Any& record, std::string_view path) {
    std::vector<std::string> texts;
    if (record.empty()) return texts;
    const Unpacked unpacked(record.bytes);
    collect(unpacked.value(), path, texts);
    return texts;
}

std::vector<std::string> records_in(const Any& record) {
    std::vector<std::string> names;
    if (record.empty()) return names;
    const Unpacked unpacked(record.bytes);
    for (const auto& each : members_of(unpacked.value()))
        if (each.val.type == msgpack::type::MAP) names.emplace_back(text_of(each.key));
    return names;
}

}  // namespace rapport::notifier
