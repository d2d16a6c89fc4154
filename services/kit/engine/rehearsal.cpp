// SPDX-License-Identifier: MIT
#include "services/kit/engine/rehearsal.hpp"

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

/// Writes values as they are, but for the numbers that were drawn.
class WithoutNumbers {
public:
    WithoutNumbers(std::string& bytes, std::span<const std::string> drawn)
        : bytes_(bytes), out_(bytes), drawn_(drawn) {}

    void write(const msgpack::object& value) {
        if (value.type == msgpack::type::MAP) {
            out_.map(value.via.map.size);
            members(value);
        } else if (value.type == msgpack::type::ARRAY) {
            out_.array(value.via.array.size);
            for (std::uint32_t i = 0; i < value.via.array.size; ++i) write(value.via.array.ptr[i]);
        } else if (value.type == msgpack::type::STR) {
            text(std::string(text_of(value)));
        } else {
            Sink sink{bytes_};
            msgpack::packer<Sink>(sink).pack(value);
        }
    }
    /// What is in a map.
    void members(const msgpack::object& map) {
        for (std::uint32_t i = 0; i < map.via.map.size; ++i) {
            out_.text(text_of(map.via.map.ptr[i].key));
            write(map.via.map.ptr[i].val);
        }
    }

private:
    void text(std::string text) {
        for (const std::string& number : drawn_) {
            if (text == number) return out_.nil();
            const std::string unknown = number.substr(0, 2) + "…";
            for (auto at = text.find(number); at != text.npos; at = text.find(number, at + unknown.size()))
                text.replace(at, number.size(), unknown);
        }
        out_.text(text);
    }

    std::string& bytes_;
    Writer out_;
    std::span<const std::string> drawn_;
};

}  // namespace

std::string stand_in_for_a_number(char letter, std::int64_t n) {
    char number[16];
    std::snprintf(number, sizeof number, "%c-0000-%06d", letter, static_cast<int>(n % 1'000'000));
    return number;
}

std::string rehearsed(std::string_view result, const std::vector<bus::Event>& events,
                      std::span<const std::string> drawn) {
    const Unpacked unpacked(result);
    const bool is_map = unpacked.value().type == msgpack::type::MAP;
    std::string bytes;
    Writer out(bytes);
    WithoutNumbers values(bytes, drawn);
    if (is_map) {
        out.map(unpacked.value().via.map.size + 1);
        values.members(unpacked.value());
    } else {
        out.map(2);
        out.text("result");
        values.write(unpacked.value());
    }
    out.text("x-would-emit");
    const std::string told = encode(std::vector<bus::CloudEvent>(events.begin(), events.end()));
    const Unpacked list(told);
    values.write(list.value());
    return bytes;
}

}  // namespace rapport::kit
