// SPDX-License-Identifier: MIT
#include "bus/base/ui.hpp"

#include <algorithm>
#include <array>

#include "bus/base/fields.hpp"

namespace rapport {
namespace {

using Kind = Shape::Kind;
using Fields = std::span<const FieldShape>;

constexpr std::size_t most_columns = 8;

const FieldShape* field_called(Fields fields, std::string_view name) {
    const auto found = std::ranges::find(fields, name, &FieldShape::name);
    return found == fields.end() ? nullptr : &*found;
}

const Shape& unwrapped(const Shape& shape) { return shape.kind == Kind::optional ? unwrapped(*shape.element) : shape; }

void add_braced(std::string& text, std::string_view name) {
    text.append(text.empty() ? "{" : " {").append(name).append("}");
}

std::string title_of(Fields fields) {
    std::string title;
    for (const FieldShape& field : fields)
        if (field.ui.headline) add_braced(title, field.name);
    if (!title.empty()) return title;
    if (field_called(fields, "number")) add_braced(title, "number");
    constexpr std::array names{"title", "name", "subject", "full_name", "what", "question"};
    for (const std::string_view name : names)
        if (field_called(fields, name)) return add_braced(title, name), title;
    for (const FieldShape& field : fields)
        if (field.purposes.searched) return add_braced(title, field.name), title;
    return title;
}

std::string_view state_of(Fields fields) {
    constexpr std::array names{"state", "status", "stage"};
    for (const std::string_view name : names)
        if (const FieldShape* field = field_called(fields, name); field && !unwrapped(*field->shape).values.empty())
            return name;
    return {};
}

std::string_view day_of(Fields fields) {
    for (const FieldShape& field : fields)
        if (field.purposes.sorted && unwrapped(*field.shape).format.starts_with("date")) return field.name;
    return {};
}

bool stands_in_a_column(const FieldShape& field) {
    const Shape& shape = unwrapped(*field.shape);
    return shape.kind != Kind::record && shape.kind != Kind::any && shape.kind != Kind::list;
}

std::vector<std::int32_t> ranks_of(Fields fields, const UiOfRecord& ui) {
    std::vector<std::int32_t> ranks;
    for (const FieldShape& field : fields) ranks.push_back(field.ui.rank);
    if (std::ranges::any_of(ranks, [](std::int32_t rank) { return rank > 0; })) return ranks;
    std::int32_t next = 1;
    const auto take = [&](const auto& is_one) {
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (next <= static_cast<std::int32_t>(most_columns) && ranks[i] == 0 && is_one(fields[i]))
                ranks[i] = next++;
    };
    take(
        [&ui](const FieldShape& field) { return ui.title.find('{' + std::string(field.name) + '}') != ui.title.npos; });
    take([&ui](const FieldShape& field) { return field.name == ui.state; });
    take([](const FieldShape& field) {
        return (field.purposes.filter || field.purposes.sorted) && stands_in_a_column(field);
    });
    return ranks;
}

}  // namespace

std::optional<UiOfRecord> ui_of_record(const Shape& record) {
    const Fields fields = record.fields();
    if (!field_called(fields, "id") || !field_called(fields, "version")) return {};
    UiOfRecord ui{.title = title_of(fields), .state = state_of(fields), .day = day_of(fields)};
    if (ui.title.empty()) ui.title = "{id}";
    if (const FieldShape* party = field_called(fields, "party")) add_braced(ui.subtitle, party->name);
    ui.ranks = ranks_of(fields, ui);
    const bool has_purposes = std::ranges::any_of(
        fields, [](const FieldShape& field) { return field.purposes.initial || field.purposes.editable; });
    for (const FieldShape& field : fields)
        ui.read_only.push_back(has_purposes && !field.purposes.initial && !field.purposes.editable);
    return ui;
}

std::string shapes::referred_by(std::string_view tag) {
    tag = tag.substr(0, tag.find('<'));
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = tag.find("::");
        parts.push_back(tag.substr(0, end));
        if (end == tag.npos) break;
        tag.remove_prefix(end + 2);
    }
    if (parts.size() < 3 || parts[0] != "rapport") return {};
    // The gateway's accounts are a service of their own.
    const std::string_view service = parts[1] == "gateway" && parts.size() > 3 ? parts[2] : parts[1];
    if (service == "kit" || service == "bus") return {};
    std::string_view record = parts.back();
    if (record.ends_with("Tag")) record.remove_suffix(3);
    return std::string(service).append(".").append(record);
}

}  // namespace rapport
