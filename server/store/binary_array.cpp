#include "server/store/binary_array.hpp"

#include <type_traits>

namespace greffe::store {

namespace {

template <std::integral Int>
void append_big_endian(std::string& to, Int value) {
    const auto bits = static_cast<std::make_unsigned_t<Int>>(value);
    for (int shift = static_cast<int>(sizeof(Int)) * 8 - 8; shift >= 0; shift -= 8)
        to += static_cast<char>(bits >> shift);
}

void append_length(std::string& to, std::size_t length) {
    append_big_endian(to, static_cast<std::int32_t>(length));
}

constexpr std::chrono::sys_days epoch_of_postgres = std::chrono::year{2000} / 1 / 1;
// The version of jsonb's binary form, before the text.
constexpr char jsonb_version = 1;

} // namespace

void binary_elements::append(bool value) {
    append(std::string_view(value ? "\1" : "\0", 1));
}

void binary_elements::append(std::int32_t value) {
    append_length(bytes_, sizeof value);
    append_big_endian(bytes_, value);
    ++size_;
}

void binary_elements::append(std::int64_t value) {
    append_length(bytes_, sizeof value);
    append_big_endian(bytes_, value);
    ++size_;
}

void binary_elements::append(std::string_view value) {
    append_length(bytes_, value.size());
    bytes_ += value;
    ++size_;
}

void binary_elements::append(domain::timestamp value) {
    append(static_cast<std::int64_t>((value - epoch_of_postgres).count()));
}

void binary_elements::append(const domain::uuid& value) {
    append(std::string_view(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size()));
}

void binary_elements::append_json(std::string_view value) {
    append_length(bytes_, value.size() + 1);
    (bytes_ += jsonb_version) += value;
    ++size_;
}

void binary_elements::append_null() {
    append_big_endian(bytes_, std::int32_t{-1});
    ++size_;
    has_null_ = true;
}

std::string binary_elements::array_of(pg type) const {
    std::string all;
    all.reserve(20 + bytes_.size());
    const std::int32_t dimensions = size_ > 0 ? 1 : 0;
    for (const auto number : {dimensions, std::int32_t{has_null_}, static_cast<std::int32_t>(type)})
        append_big_endian(all, number);
    if (size_ == 0) return all;
    constexpr std::int32_t first_index = 1;
    for (const auto number : {size_, first_index}) append_big_endian(all, number);
    return all += bytes_;
}

} // namespace greffe::store
