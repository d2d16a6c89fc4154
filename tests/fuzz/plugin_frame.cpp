// SPDX-License-Identifier: MIT
// The first byte says which frame it is; the rest is its body.
#include <cstring>
#include <memory>

#include "sdk/host/checks.hpp"
#include "sdk/host/codec.hpp"

namespace {

using namespace rapport::sdk;

const std::vector<RuleDescription::Input> inputs = {{"n", InputType::number, ""},
                                                    {"b", InputType::boolean, ""},
                                                    {"t", InputType::time, ""},
                                                    {"x", InputType::text, ""},
                                                    {"l", InputType::numbers, ""}};

/// What a rule could touch: what the frame names must be there. The first and last rows: a frame of which nothing is
/// known may have millions.
double touch(const rapport_batch& batch) {
    constexpr std::uint32_t some = 1'000;
    double sum = 0;
    for (std::uint32_t row = 0; row < batch.rows; ++row) {
        if (row == some && batch.rows > 2 * some) row = batch.rows - some;
        for (std::uint32_t c = 0; c < batch.column_count; ++c)
            if (const auto* valid = batch.columns[c]->valid) sum += valid[row];
        sum += static_cast<const double*>(batch.columns[0]->values)[row];
        sum += static_cast<const std::uint8_t*>(batch.columns[1]->values)[row];
        sum += static_cast<double>(static_cast<const std::int64_t*>(batch.columns[2]->values)[row]);
        for (auto at = batch.columns[3]->offsets[row]; at < batch.columns[3]->offsets[row + 1]; ++at)
            sum += static_cast<const char*>(batch.columns[3]->values)[at];
        for (auto at = batch.columns[4]->offsets[row]; at < batch.columns[4]->offsets[row + 1]; ++at)
            sum += static_cast<const double*>(batch.columns[4]->values)[at];
    }
    return sum;
}

void read_as(std::uint8_t kind, Reader body) {
    static const auto rule = std::make_shared<RuleDescription>(
        RuleDescription{.factors = {{"f", ""}, {"g", ""}}, .lowest = 0, .highest = 100});
    volatile double sink = 0;
    switch (kind % 7) {
        case 0:
            sink = touch(BatchView(inputs, body).get());
            break;
        case 1: {
            auto scores = read_scores(body, rule, 3);
            check_scores(*rule, scores);
            break;
        }
        case 2:
            read_sheet(body);
            break;
        case 3:
            read_settings(body);
            break;
        case 4:
            read_error(body);
            break;
        case 5:
            read_messages(body);
            break;
        default: {
            auto receipts = read_receipts(body, 3);
            check_receipts(receipts);
        }
    }
    static_cast<void>(sink);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    // Aligned as a received frame is, and no longer than it: AddressSanitizer sees the byte after it.
    Frame frame(FrameHeader{static_cast<std::uint32_t>(size - 1), 1});
    std::memcpy(frame.data.get(), data + 1, size - 1);
    try {
        read_as(data[0], Reader(frame.body()));
    } catch (const WireError&) {
        return 0;  // what is to be expected of noise
    }
    return 0;
}
