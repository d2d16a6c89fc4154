// SPDX-License-Identifier: MIT
#include "services/cli/imports/importer.hpp"

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"

namespace rapport::cli::imports {

Importer::Importer(bus::Loop& loop, bus::Client& client, kit::CsvReader& file, Mapping mapping, Rejects& rejects,
                   Options options)
    : loop_(loop),
      client_(client),
      rows_(file, std::move(mapping)),
      rejects_(rejects),
      options_(std::move(options)),
      run_id_("import-" + to_text(new_uuid(SystemClock().now()))) {}

void Importer::run() {
    const auto over = [this] {
        // Not from the answers' handlers: what reading throws would stay in the loop.
        while (!stopping_ && !failed_ && !finished_ && outstanding_ < calls_under_way()) {
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
        if (!rows_.next(row)) {
            finished_ = true;
            break;
        }
        auto [value, reason] = rows_.mapped(row);
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
    client_.call(options_.service, options_.method, encode(call.request), options,
                 [this, rows = std::move(call.rows)](bus::Reply reply, bool last) {
                     if (!last) return;
                     --outstanding_;
                     try {
                         if (reply.error) throw Error(*reply.error);
                         answered(rows, decode<kit::ImportedRows>(std::string_view(reply.result)).rows);
                     } catch (const Error& error) {
                         failed_ = error;
                     }
                 });
}

void Importer::answered(const std::vector<Row>& rows, const std::vector<kit::ImportedRow>& outcomes) {
    if (outcomes.size() != rows.size())
        throw Error(Code::internal, options_.service + " answered another number of rows than it was asked about");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        using enum kit::ImportOutcome;
        if (outcomes[i].unknown_user) ++counts_.unknown_users[*outcomes[i].unknown_user];
        switch (outcomes[i].outcome) {
            case created:
                ++counts_.imported;
                break;
            case updated:
                ++counts_.changed;
                break;
            case unchanged:
                ++counts_.unchanged;
                break;
            case rejected:
                reject(rows[i].line, outcomes[i].error.value_or("rejected"), rows[i].raw);
                break;
        }
    }
    options_.on_progress(counts_);
}

void Importer::reject(std::size_t line, const std::string& reason, const std::string& raw) {
    rejects_.add(line, reason, raw);
    ++counts_.rejected;
}

Counts check(kit::CsvReader& file, Mapping mapping, Rejects& rejects) {
    const Rows rows(file, std::move(mapping));
    Counts counts;
    kit::CsvRow row;
    while (rows.next(row)) {
        const auto [value, reason] = rows.mapped(row);
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
