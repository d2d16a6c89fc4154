// SPDX-License-Identifier: MIT
#include "services/kit/entities/lists.hpp"

#include <algorithm>
#include <array>
#include <msgpack/pack.hpp>

#include "bus/base/error.hpp"
#include "bus/base/names.hpp"
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

void write_cut(const msgpack::object& record, const std::vector<std::string>& only, std::string& bytes) {
    const auto& map = record.via.map;
    const auto stays = [&](const msgpack::object_kv& member) { return keeps(only, text_of(member.key)); };
    Writer out(bytes);
    out.map(static_cast<std::size_t>(std::count_if(map.ptr, map.ptr + map.size, stays)));
    Sink sink{bytes};
    msgpack::packer<Sink> packer(sink);
    for (std::uint32_t i = 0; i < map.size; ++i) {
        if (!stays(map.ptr[i])) continue;
        out.text(text_of(map.ptr[i].key));
        packer.pack(map.ptr[i].val);
    }
}

/// Columns with few values, by which it makes sense to count. Text that people write, and ids that stand for nothing
/// else, are as many as there are records.
bool is_counted_by(const FieldShape& field) {
    const Shape& shape = field.shape->kind == Shape::Kind::optional ? *field.shape->element : *field.shape;
    if ((!field.purposes.filter && !field.purposes.hides) || field.bounds.personal) return false;
    return shape.kind == Shape::Kind::boolean || shape.kind == Shape::Kind::integer || !shape.values.empty() ||
           !shape.ref.empty();
}

std::vector<std::string_view> counted_by(const Shape& entity) {
    std::vector<std::string_view> names;
    for (const FieldShape& field : entity.fields())
        if (is_counted_by(field)) names.push_back(field.name);
    return names;
}

}  // namespace

bool keeps(const std::vector<std::string>& only, std::string_view field) {
    return only.empty() || field == "id" || std::ranges::find(only, field) != only.end();
}

std::string cut(std::string page, const std::vector<std::string>& only, const Shape& record) {
    if (only.empty()) return page;
    std::vector<std::string_view> known;
    for (const FieldShape& field : record.fields()) known.push_back(field.name);
    for (const std::string& name : only)
        if (std::ranges::find(known, name) == known.end())
            throw invalid("fields", shown_name(name) + " is " + unknown_name(name, known));
    const Unpacked unpacked(page);
    const auto& map = unpacked.value().via.map;
    std::string bytes;
    Writer out(bytes);
    out.map(map.size);
    Sink sink{bytes};
    for (std::uint32_t i = 0; i < map.size; ++i) {
        const auto& [key, value] = map.ptr[i];
        out.text(text_of(key));
        if (text_of(key) != "items") {
            msgpack::packer<Sink>(sink).pack(value);
            continue;
        }
        out.array(value.via.array.size);
        for (std::uint32_t j = 0; j < value.via.array.size; ++j) write_cut(value.via.array.ptr[j], only, bytes);
    }
    return bytes;
}

void detail::check_counted_by(const Shape& entity, const std::string& by) {
    const auto names = counted_by(entity);
    if (std::ranges::find(names, by) == names.end()) throw invalid("by", not_one_of(by, names));
}

MadeFields detail::fields_of_counts(const Shape& list, const Shape& entity, std::size_t by) {
    MadeFields made;
    const std::vector<std::string_view>& names = made.names.emplace_back(counted_by(entity));
    constexpr std::array of_pages{"limit", "after", "sort", "fields"};
    for (const FieldShape& field : list.fields())
        if (std::ranges::find(of_pages, field.name) == of_pages.end()) made.fields.push_back(field);
    if (names.empty()) return made;
    FieldShape counted{.name = "by",
                       .doc = "the field whose values are counted",
                       .shape = &shape_of<std::string>(),
                       .offset = by,
                       .bounds = {}};
    counted.described = &made.shapes.emplace_back(Shape{.kind = Shape::Kind::text, .values = names});
    made.fields.push_back(counted);
    return made;
}

QueryRoute detail::counts_beside(const bus::MethodInfo& list, Roles roles, const Shape& request,
                                 std::function<std::string(View&, std::string_view params)> run) {
    QueryRoute route{.info = list, .roles = roles, .run = {}};
    const std::string_view name = list.name;
    route.info.name = name.starts_with("list_") ? "count_" + std::string(name.substr(5))
                      : name == "list"          ? "count"
                                                : "count_" + std::string(name);
    route.info.doc = "Count what a list has, by the values of one field.";
    if (list.path) route.info.path = *list.path + "/counts";
    route.info.request.bytes = request_schema_of(request);
    route.info.result.bytes = schema_of(shape_of<Counts>());
    route.run = std::move(run);
    return route;
}

}  // namespace rapport::kit
