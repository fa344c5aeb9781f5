// The columns of a multi-row statement, filled row by row; each travels as one array for unnest(), in binary
// form: the statement must cast them to the arrays of just these types.
#pragma once
#include "server/store/binary_array.hpp"
#include "server/store/transaction.hpp"

#include <cstddef>
#include <tuple>

namespace greffe::store {

template <pg... Types>
class row_columns {
  public:
    template <class... Values>
    void add(const Values&... values) {
        static_assert(sizeof...(Values) == sizeof...(Types));
        std::apply([&](auto&... arrays) { (arrays.add(values), ...); }, arrays_);
        ++rows_;
    }
    /// Answers the number of rows affected. Nothing to write: nothing is asked. `behind`: parameters after
    /// the columns.
    std::size_t run(transaction& tx, const sql::query& statement, std::vector<sql_value> behind = {}) const {
        if (rows_ == 0) return 0;
        statement_values values;
        append_to(values);
        values.behind = std::move(behind);
        return static_cast<std::size_t>(tx.run(statement, values).affected_rows());
    }

    bool empty() const { return rows_ == 0; }
    /// Adds the columns to those of a statement that has more.
    void append_to(statement_values& values) const {
        std::apply([&](const auto&... arrays) { (values.columns.push_back(arrays.bytes()), ...); }, arrays_);
    }

  private:
    std::tuple<binary_array<Types>...> arrays_;
    std::size_t rows_ = 0;
};

} // namespace greffe::store
