// SPDX-License-Identifier: MIT
#include "services/kit/engine/numbers.hpp"

#include <algorithm>
#include <msgpack/pack.hpp>

#include "bus/base/unpack.hpp"

namespace rapport::kit::numbers {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

std::string_view text_of(const msgpack::object& value) {
    if (value.type != msgpack::type::STR) return {};
    return {value.via.str.ptr, value.via.str.size};
}

const msgpack::object* member(const msgpack::object* map, std::string_view name) {
    if (!map || map->type != msgpack::type::MAP) return nullptr;
    for (std::uint32_t i = 0; i < map->via.map.size; ++i)
        if (text_of(map->via.map.ptr[i].key) == name) return &map->via.map.ptr[i].val;
    return nullptr;
}

/// Of what may also be null, which alone has a choice in our schemas, what else it may be.
const msgpack::object* meant(const msgpack::object* schema) {
    const msgpack::object* choices = member(schema, "anyOf");
    return choices && choices->type == msgpack::type::ARRAY && choices->via.array.size > 0 ? &choices->via.array.ptr[0]
                                                                                           : schema;
}

/// Whether text of a number's form begins there: `-2026-000123` after a letter.
bool begins(std::string_view bytes, std::size_t dash) {
    constexpr std::string_view form = "-dddd-dddddd";
    if (dash == 0 || !letter(bytes[dash - 1]) || bytes.size() - dash < form.size()) return false;
    return std::ranges::equal(bytes.substr(dash, form.size()), form,
                              [](char c, char wanted) { return wanted == 'd' ? digit(c) : c == wanted; });
}

/// Most requests hold no number, and are not looked into.
bool may_hold_number(std::string_view bytes) {
    for (auto dash = bytes.find('-'); dash != bytes.npos; dash = bytes.find('-', dash + 1))
        if (begins(bytes, dash)) return true;
    return false;
}

/// `list[2]`.
std::string place(const std::string& list, std::uint32_t i) {
    std::string path = list;
    return path.append("[").append(std::to_string(i)).append("]");
}

/// Writes a request again, with ids.
class Rewriter {
public:
    Rewriter(Db& db, std::span<const Numbered> numbered) : db_(db), numbered_(numbered) {}

    void write(const msgpack::object& value, const msgpack::object* schema, const std::string& path) {
        schema = meant(schema);
        Writer out(bytes_);
        if (value.type == msgpack::type::MAP) {
            out.map(value.via.map.size);
            const msgpack::object* fields = member(schema, "properties");
            for (std::uint32_t i = 0; i < value.via.map.size; ++i) {
                const auto& [key, content] = value.via.map.ptr[i];
                copy(key);
                const std::string name(text_of(key));
                write(content, member(fields, name), path.empty() ? name : path + "." + name);
            }
        } else if (value.type == msgpack::type::ARRAY) {
            out.array(value.via.array.size);
            for (std::uint32_t i = 0; i < value.via.array.size; ++i)
                write(value.via.array.ptr[i], member(schema, "items"), place(path, i));
        } else if (const auto* format = member(schema, "format");
                   format && text_of(*format) == "uuid" && is_number(text_of(value))) {
            out.text(id_of(std::string(text_of(value)), path));
        } else {
            copy(value);
        }
    }
    std::string take() { return std::move(bytes_); }

private:
    struct Sink {
        std::string& out;
        void write(const char* data, std::size_t size) { out.append(data, size); }
    };
    void copy(const msgpack::object& value) {
        Sink sink{bytes_};
        msgpack::packer<Sink>(sink).pack(value);
    }

    std::string id_of(std::string number, const std::string& path) const {
        if (number[0] >= 'a') number[0] = static_cast<char>(number[0] - 'a' + 'A');
        for (const Numbered& one : numbered_) {
            if (one.letter != number[0]) continue;
            if (const auto row = db_.row<std::string>("select id from " + one.table + " where number = ?", {number}))
                return std::get<0>(*row);
        }
        throw Error(Code::not_found, path + ": there is nothing with the number " + number);
    }

    Db& db_;
    std::span<const Numbered> numbered_;
    std::string bytes_;
};

}  // namespace

bool is_number(std::string_view text) {
    constexpr std::size_t longest = 24;
    return text.size() <= longest && begins(text, 1) && std::ranges::all_of(text.substr(7), digit);
}

std::optional<std::string> with_ids(Db& db, std::span<const Numbered> numbered, std::string_view schema,
                                    std::string_view params) {
    if (numbered.empty() || schema.empty() || !may_hold_number(params)) return {};
    const Unpacked shape(schema), request(params);
    Rewriter rewriter(db, numbered);
    rewriter.write(request.value(), &shape.value(), {});
    return rewriter.take();
}

}  // namespace rapport::kit::numbers
