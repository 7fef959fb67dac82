//! Logs that AWS delivers as Parquet, as the JSON that the same logs have in other deliveries: one
//! object a line for each row, under the names that the parser knows.
//!
//! Modules, each using only those to its left: `names → column → text → checked → parquet`

mod checked;
mod column;
mod names;
mod parquet;
mod text;

pub use parquet::ParquetLog;
