// SPDX-License-Identifier: MIT
#include "services/kit/engine/rehearsal.hpp"

#include <algorithm>
#include <cstdio>
#include <msgpack/pack.hpp>

#include "bus/base/codec.hpp"
#include "bus/base/unpack.hpp"

namespace rapport::kit {
namespace {

struct Sink {
    std::string& out;
    void write(const char* data, std::size_t size) { out.append(data, size); }
};

std::string_view text_of(const msgpack::object& value) {
    if (value.type != msgpack::type::STR) return {};
    return {value.via.str.ptr, value.via.str.size};
}

bool stands_for_a_number(std::string_view text) {
    return text.size() == 13 && text.substr(1, 6) == "-0000-" &&
           std::ranges::all_of(text.substr(7), [](char c) { return c >= '0' && c <= '9'; });
}

void write_without_numbers(const msgpack::object& value, std::string& bytes) {
    Writer out(bytes);
    if (value.type == msgpack::type::MAP) {
        out.map(value.via.map.size);
        for (std::uint32_t i = 0; i < value.via.map.size; ++i) {
            out.text(text_of(value.via.map.ptr[i].key));
            write_without_numbers(value.via.map.ptr[i].val, bytes);
        }
    } else if (value.type == msgpack::type::ARRAY) {
        out.array(value.via.array.size);
        for (std::uint32_t i = 0; i < value.via.array.size; ++i) write_without_numbers(value.via.array.ptr[i], bytes);
    } else if (stands_for_a_number(text_of(value))) {
        out.nil();
    } else {
        Sink sink{bytes};
        msgpack::packer<Sink>(sink).pack(value);
    }
}

}  // namespace

std::string stand_in_for_a_number(char letter, std::int64_t n) {
    char number[16];
    std::snprintf(number, sizeof number, "%c-0000-%06d", letter, static_cast<int>(n % 1'000'000));
    return number;
}

std::string rehearsed(std::string_view result, const std::vector<bus::Event>& events) {
    const Unpacked unpacked(result);
    if (unpacked.value().type != msgpack::type::MAP) return std::string(result);
    const auto& map = unpacked.value().via.map;
    std::string bytes;
    Writer out(bytes);
    out.map(map.size + 1);
    for (std::uint32_t i = 0; i < map.size; ++i) {
        out.text(text_of(map.ptr[i].key));
        write_without_numbers(map.ptr[i].val, bytes);
    }
    out.text("x-would-emit");
    const std::string told = encode(std::vector<bus::CloudEvent>(events.begin(), events.end()));
    const Unpacked list(told);
    write_without_numbers(list.value(), bytes);
    return bytes;
}

}  // namespace rapport::kit
