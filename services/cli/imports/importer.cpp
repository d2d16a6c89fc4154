// SPDX-License-Identifier: MIT
#include "services/cli/imports/importer.hpp"

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"

namespace rapport::cli::imports {
namespace {

/// The row of the call that `row` is, or why there is none.
struct Mapped {
    std::optional<Any> row;
    std::string reason;
};

Mapped mapped(const kit::CsvRow& row, const Mapping& mapping) {
    if (row.rejected) return {.reason = *row.rejected};
    try {
        return {.row = mapping(row)};
    } catch (const Error& error) {
        return {.reason = error.message()};
    }
}

}  // namespace

Importer::Importer(bus::Loop& loop, bus::Client& client, kit::CsvReader& file, Mapping mapping, Rejects& rejects,
                   Options options)
    : loop_(loop),
      client_(client),
      file_(file),
      mapping_(std::move(mapping)),
      rejects_(rejects),
      options_(std::move(options)),
      run_id_("import-" + to_text(new_uuid(SystemClock().now()))) {}

void Importer::run() {
    const auto over = [this] {
        // Not from the answers' handlers: what reading throws would stay in the loop.
        while (!stopping_ && !failed_ && !finished_ && outstanding_ < calls_at_once) {
            if (auto call = read()) send(std::move(*call));
        }
        return outstanding_ == 0 && (stopping_ || failed_ || finished_);
    };
    loop_.run_until(over, bus::Loop::Duration::max());
    if (failed_) throw Error(*failed_);
}

std::optional<Importer::Call> Importer::read() {
    Call call{.request = {.notify = options_.notify}};
    kit::CsvRow row;
    while (call.rows.size() < rows_in_call && call.bytes < bytes_in_call) {
        if (!file_.next(row)) {
            finished_ = true;
            break;
        }
        auto [value, reason] = mapped(row, mapping_);
        if (!value) {
            reject(row.line, reason, row.raw);
            continue;
        }
        call.bytes += value->bytes.size();
        call.request.rows.push_back(std::move(*value));
        call.rows.push_back({row.line, std::move(row.raw)});
    }
    if (call.rows.empty()) return {};
    return call;
}

void Importer::send(Call call) {
    ++outstanding_;
    const bus::CallOptions options{
        .timeout = patience, .idem = run_id_ + "-" + std::to_string(++calls_), .actor = options_.actor, .retry = true};
    client_.call(options_.service, "import", encode(call.request), options,
                 [this, rows = std::move(call.rows)](bus::Reply reply, bool last) {
                     if (!last) return;
                     --outstanding_;
                     try {
                         if (reply.error) throw Error(*reply.error);
                         answered(rows, decode<ImportAnswer>(std::string_view(reply.result)));
                     } catch (const Error& error) {
                         failed_ = error;
                     }
                 });
}

void Importer::answered(const std::vector<Row>& rows, const ImportAnswer& answer) {
    if (answer.rows.size() != rows.size())
        throw Error(Code::internal, options_.service + " answered another number of rows than it was asked about");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& [fate, reason] = answer.rows[i];
        if (fate == "imported") ++counts_.imported;
        else if (fate == "unchanged") ++counts_.unchanged;
        else reject(rows[i].line, reason.value_or(fate), rows[i].raw);
    }
    options_.on_progress(counts_);
}

void Importer::reject(std::size_t line, const std::string& reason, const std::string& raw) {
    rejects_.add(line, reason, raw);
    ++counts_.rejected;
}

Counts check(kit::CsvReader& file, const Mapping& mapping, Rejects& rejects) {
    Counts counts;
    kit::CsvRow row;
    while (file.next(row)) {
        const auto [value, reason] = mapped(row, mapping);
        if (value) {
            ++counts.imported;
        } else {
            ++counts.rejected;
            rejects.add(row.line, reason, row.raw);
        }
    }
    return counts;
}

}  // namespace rapport::cli::imports
