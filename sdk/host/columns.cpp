// SPDX-License-Identifier: MIT
#include <algorithm>

#include "sdk/host/codec.hpp"

namespace rapport::sdk {
namespace {

using Inputs = std::vector<RuleDescription::Input>;

// How a column lies in a score frame.
enum class Presence : std::uint32_t { all, some, none };

const Column* column_for(const RuleDescription::Input& input, const Batch& batch) {
    const auto* column = batch.find(input.name);
    if (column && column->type() != input.type)
        throw PluginError(PluginError::Kind::input,
                          "the rule takes '" + input.name + "' as " + std::string(to_string(input.type)) +
                              ", the batch gives it as " + std::string(to_string(column->type())));
    return column;
}

rapport_column view_of(const Column& column) {
    const void* values = nullptr;
    switch (column.type()) {
        case InputType::number:
        case InputType::numbers:
            values = column.numbers().data();
            break;
        case InputType::boolean:
            values = column.booleans().data();
            break;
        case InputType::time:
            values = column.times().data();
            break;
        case InputType::text:
            values = column.text().data();
            break;
    }
    return {sizeof(rapport_column), static_cast<std::uint32_t>(column.type()),
            column.partial() ? column.valid().data() : nullptr, values, column.offsets().data()};
}

void write_offsets(Writer& to, std::span<const std::uint32_t> offsets) {
    auto* into = to.room<std::uint32_t>(offsets.size());
    std::ranges::transform(offsets, into, [base = offsets.front()](std::uint32_t offset) { return offset - base; });
}

void write_values(Writer& to, const Column& column, std::size_t first, std::size_t count) {
    const auto variable = [&](auto values) {
        const auto offsets = column.offsets().subspan(first, count + 1);
        write_offsets(to, offsets);
        to.array(values.subspan(offsets.front(), offsets.back() - offsets.front()));
    };
    switch (column.type()) {
        case InputType::number:
            return to.array(column.numbers().subspan(first, count));
        case InputType::boolean:
            return to.array(column.booleans().subspan(first, count));
        case InputType::time:
            return to.array(column.times().subspan(first, count));
        case InputType::text:
            return variable(std::span<const char>(column.text()));
        case InputType::numbers:
            return variable(column.numbers());
    }
}

std::span<const std::uint32_t> read_offsets(Reader& from, std::uint32_t rows) {
    const auto offsets = from.array<std::uint32_t>(std::uint64_t{rows} + 1);
    if (offsets.front() != 0 || !std::ranges::is_sorted(offsets)) throw WireError("a column's offsets do not rise");
    return offsets;
}

rapport_column read_column(Reader& from, InputType type, std::uint32_t rows, bool partial) {
    rapport_column column{sizeof column, static_cast<std::uint32_t>(type), nullptr, nullptr, nullptr};
    if (partial) column.valid = from.array<std::uint8_t>(rows).data();
    std::span<const std::uint32_t> offsets;
    if (type == InputType::text || type == InputType::numbers) {
        offsets = read_offsets(from, rows);
        column.offsets = offsets.data();
    }
    switch (type) {
        case InputType::number:
            column.values = from.array<double>(rows).data();
            break;
        case InputType::boolean:
            column.values = from.array<std::uint8_t>(rows).data();
            break;
        case InputType::time:
            column.values = from.array<std::int64_t>(rows).data();
            break;
        case InputType::text:
            column.values = from.array<char>(offsets.back()).data();
            break;
        case InputType::numbers:
            column.values = from.array<double>(offsets.back()).data();
            break;
    }
    return column;
}

}  // namespace

std::size_t size_of(const Inputs& inputs, const Batch& batch, std::size_t count) {
    std::size_t size = 64;
    for (const auto& input : inputs)
        if (const auto* column = batch.find(input.name); column && column->rows() > 0)
            size += 64 + 13 * count + (column->text().size() + 8 * column->numbers().size()) * count / column->rows();
    return size;
}

void write(Writer& to, const Inputs& inputs, const Batch& batch, std::size_t first, std::size_t count) {
    to.put(static_cast<std::int64_t>(batch.now().time_since_epoch().count()));
    to.put(static_cast<std::uint32_t>(count));
    for (const auto& input : inputs) {
        const auto* column = column_for(input, batch);
        const auto presence = !column ? Presence::none : column->partial() ? Presence::some : Presence::all;
        to.put(static_cast<std::uint32_t>(presence));
        if (presence == Presence::some) to.array(column->valid().subspan(first, count));
        if (column) write_values(to, *column, first, count);
    }
}

BatchView::BatchView(const Inputs& inputs, const Batch& batch, std::size_t rows) {
    for (const auto& input : inputs) {
        const auto* column = column_for(input, batch);
        columns_.push_back(column ? view_of(*column) : unknown(input.type, rows));
    }
    finish(batch.now().time_since_epoch().count(), rows);
}

BatchView::BatchView(const Inputs& inputs, Reader from) {
    const auto now = from.get<std::int64_t>();
    const auto rows = from.get<std::uint32_t>();
    if (rows > max_frame / 8) throw WireError("a batch names more rows than a frame holds");
    for (const auto& input : inputs) {
        const auto presence = static_cast<Presence>(from.get<std::uint32_t>());
        if (presence > Presence::none) throw WireError("a column is present in an unknown way");
        columns_.push_back(presence == Presence::none
                               ? unknown(input.type, rows)
                               : read_column(from, input.type, rows, presence == Presence::some));
    }
    from.end();
    finish(now, rows);
}

rapport_column BatchView::unknown(InputType type, std::size_t rows) {
    if (zeros_.empty()) zeros_.resize(rows + 1);
    return {sizeof(rapport_column), static_cast<std::uint32_t>(type),
            reinterpret_cast<const std::uint8_t*>(zeros_.data()), zeros_.data(),
            reinterpret_cast<const std::uint32_t*>(zeros_.data())};
}

void BatchView::finish(std::int64_t now, std::size_t rows) {
    for (const auto& column : columns_) list_.push_back(&column);
    batch_ = {sizeof batch_, static_cast<std::uint32_t>(rows), static_cast<std::uint32_t>(list_.size()), list_.data(),
              now};
}

ScoresWriter::ScoresWriter(std::uint32_t rows, std::uint32_t factors)
    : writer_(std::size_t{rows} * 8 * (3 + std::size_t{factors}) + 64), reasons_(rows) {
    const std::size_t n = rows;
    auto* values = writer_.room<double>(n * (2 + std::size_t{factors}) + (n + 7) / 8);
    auto* confidences = values + n;
    auto* contributions = confidences + n;
    std::fill_n(confidences, n, 1.0);
    scores_ = {sizeof scores_,
               0,
               values,
               confidences,
               reinterpret_cast<std::uint8_t*>(contributions + n * factors),
               contributions,
               reasons_.data()};
}

std::span<const std::byte> ScoresWriter::finish() {
    const auto given = std::ranges::count_if(reasons_, [](const rapport_text& reason) { return reason.size > 0; });
    writer_.put(static_cast<std::uint32_t>(given));
    for (std::uint32_t row = 0; row < reasons_.size(); ++row) {
        if (reasons_[row].size == 0) continue;
        writer_.put(row);
        writer_.put(std::string_view(reasons_[row].data, reasons_[row].size));
    }
    return writer_.bytes();
}

Scores read_scores(Reader from, std::shared_ptr<const RuleDescription> rule, std::size_t rows) {
    const auto factors = rule->factors.size();
    Scores scores(std::move(rule), rows);
    std::ranges::copy(from.array<double>(rows), scores.values.begin());
    std::ranges::copy(from.array<double>(rows), scores.confidences.begin());
    std::ranges::copy(from.array<double>(rows * factors), scores.contributions.begin());
    const auto statuses = from.array<std::uint8_t>((rows + 7) / 8 * 8).first(rows);
    std::ranges::transform(statuses, scores.statuses.begin(),
                           [](std::uint8_t status) { return static_cast<Status>(status); });
    const auto reasons = from.count();
    if (reasons > 0) scores.reasons.resize(rows);
    for (std::uint32_t i = 0; i < reasons; ++i) {
        const auto row = from.get<std::uint32_t>();
        if (row >= rows) throw WireError("a reason is given for a row that there is not");
        scores.reasons[row] = from.text();
    }
    from.end();
    return scores;
}

}  // namespace rapport::sdk
