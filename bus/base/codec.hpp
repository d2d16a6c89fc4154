// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "bus/base/fields.hpp"
#include "bus/base/wire.hpp"

namespace rapport {

/// Appends `value` of that shape as MessagePack. Absent optionals are left out of their record.
void encode(const Shape& shape, const void* value, std::string& out);
/// Reads one whole value of that shape. Unknown keys are ignored; a wrong type, a missing required field, a broken
/// bound, text that is not clean, trailing bytes or more than WireLimits allow is invalid_argument with the field's
/// path.
void decode(const Shape& shape, void* value, std::string_view bytes);
/// The same of what was stored or told at any time, by this version or one before: it stays readable for ever. A field
/// that is missing keeps what the struct begins with, or is found by the name that it had (was()); no bound is asked.
void decode_stored(const Shape& shape, void* value, std::string_view bytes);
/// The same of what somebody says who wants something: each text is also held against its field's form, and kept as
/// kept() keeps it.
void decode_request(const Shape& shape, void* value, std::string_view bytes);
/// The same of one value within a request, which stands at that path.
void decode_request(const Shape& shape, void* value, std::string_view bytes, const Bounds& bounds,
                    const std::string& path);
/// Whether a record says the field of that index: one of which that is kept (FieldShape::part).
bool says(const Shape& shape, const void* record, std::size_t field);
/// The JSON Schema (2020-12) of that shape, as MessagePack. Records within are inline.
std::string schema_of(const Shape& shape);
/// The same of a request: its records are closed (`additionalProperties: false`), since names that are not known are
/// refused where it comes in.
std::string request_schema_of(const Shape& shape);

template <class T>
std::string encode(const T& value) {
    std::string out;
    out.reserve(512);  // most records; more grows
    encode(shape_of<T>(), &value, out);
    return out;
}
template <class T>
Any any_of(const T& value) {
    return {encode(value)};
}
template <class T>
T decode(std::string_view bytes) {
    T value{};
    decode(shape_of<T>(), &value, bytes);
    return value;
}
/// Any → T; nil is an empty T, so a method whose parameters are all optional may be called without any.
template <class T>
T decode(const Any& any) {
    return any.empty() ? decode<T>(std::string_view("\x80", 1)) : decode<T>(std::string_view(any.bytes));
}

/// A type that this program reads of what is stored or was told: each `T` of a decode_stored<T>() that is compiled into
/// it enters itself before main(). tests/contract holds a body of each.
class StoredType {
public:
    using ReadAgain = std::string(std::string_view bytes);

    StoredType(std::string_view name, const Shape& (*shape)(), ReadAgain* read_again);
    /// With its namespaces.
    std::string_view name() const { return name_; }
    const Shape& shape() const { return shape_(); }
    /// What decode_stored() reads of these bytes, encoded.
    std::string read_again(std::string_view bytes) const { return read_again_(bytes); }

private:
    std::string_view name_;
    const Shape& (*shape_)();
    ReadAgain* read_again_;
};
/// All of them, each once, in no particular order.
const std::vector<const StoredType*>& stored_types();

namespace detail {
template <class T>
std::string read_again(std::string_view bytes) {
    T value{};
    decode_stored(shape_of<T>(), &value, bytes);
    return encode(value);
}
template <class T>
inline const StoredType stored_type{shapes::full_name<T>(), &shape_of<T>, &read_again<T>};
}  // namespace detail

template <class T>
T decode_stored(std::string_view bytes) {
    static_cast<void>(&detail::stored_type<T>);
    T value{};
    decode_stored(shape_of<T>(), &value, bytes);
    return value;
}
template <class T>
T decode_stored(const Any& any) {
    return any.empty() ? T{} : decode_stored<T>(std::string_view(any.bytes));
}

template <class T>
T decode_request(std::string_view bytes) {
    T value{};
    decode_request(shape_of<T>(), &value, bytes);
    return value;
}
template <class T>
T decode_request(const Any& any) {
    return any.empty() ? decode_request<T>(std::string_view("\x80", 1))
                       : decode_request<T>(std::string_view(any.bytes));
}

/// One field that differs between two states of a record.
struct Change {
    std::string field;
    Any before, after;

    static constexpr auto fields = describe(Field{"field", &Change::field, "its name"},
                                            Field{"before", &Change::before, "its value before, nil if none"},
                                            Field{"after", &Change::after, "its value after, nil if none"});
};

/// The fields of a record that differ, in their order. Fields marked secret are left out.
std::vector<Change> changes_between(const Shape& shape, const void* before, const void* after);
template <Described T>
std::vector<Change> changes_between(const T& before, const T& after) {
    return changes_between(shape_of<T>(), &before, &after);
}

/// Sets the fields of `record` that `patch` has under the same name and says something of: an absent optional and an
/// empty list say nothing, a Patch that is null empties its field. `id` and `version` name the record and change
/// nothing. std::logic_error for a field of the patch that the record does not have.
void apply_patch(const Shape& shape, void* record, const Shape& patch_shape, const void* patch);
template <Described T, Described P>
void apply_patch(T& record, const P& patch) {
    apply_patch(shape_of<T>(), &record, shape_of<P>(), &patch);
}

}  // namespace rapport
