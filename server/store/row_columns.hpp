// The columns of a multi-row statement, filled row by row; each travels as one array for unnest().
#pragma once
#include "server/store/transaction.hpp"

#include <array>
#include <cstddef>

namespace greffe::store {

template <std::size_t Count>
class row_columns {
  public:
    template <class... Values>
    void add(const Values&... values) {
        static_assert(sizeof...(Values) == Count);
        std::size_t column = 0;
        (arrays_[column++].add(values), ...);
        ++rows_;
    }
    /// Answers the number of rows affected. Nothing to write: nothing is asked. `extra`: parameters after the
    /// columns.
    std::size_t run(transaction& tx, const sql::query& statement,
                    const std::vector<sql_value>& extra = {}) const {
        if (rows_ == 0) return 0;
        std::vector<sql_value> values;
        values.reserve(Count + extra.size());
        append_to(values);
        values.insert(values.end(), extra.begin(), extra.end());
        return static_cast<std::size_t>(tx.run(statement, values).affected_rows());
    }

    bool empty() const { return rows_ == 0; }
    /// Adds the columns to the parameters of a statement that writes to several tables.
    void append_to(std::vector<sql_value>& parameters) const {
        for (const auto& array : arrays_) parameters.push_back(array.literal());
    }

  private:
    std::array<sql_array, Count> arrays_;
    std::size_t rows_ = 0;
};

} // namespace greffe::store
