//! From locations and a window to the objects that are wanted, each once, while they are found.
//!
//! Where a name tells the day, only that day's folders are listed; where folders tell nothing,
//! one level after the other is explored; inside a listing, what the window does not need is
//! jumped over. What cannot be listed fails by its own name and the rest goes on. Memory does not
//! grow with the number of objects.
//!
//! Modules, each using only those to its left: `wish → admit → place → scan → explore`

mod admit;
mod explore;
mod place;
mod scan;
mod wish;

use std::sync::Arc;

use tokio::sync::mpsc;

use crate::client::ObjectClient;
use crate::list::explore::Exploration;
use crate::list::place::Place;
use crate::reach::Reach;

pub(crate) use place::is_lasting;
pub use wish::{Done, Found, TwinOf, Wish};
pub(crate) use wish::{Event, Tally, Target};

/// Objects that may wait to be taken.
pub(crate) const WAITING: usize = 1024;

/// Lists until all is found or nobody listens any more.
pub(crate) async fn list<C: ObjectClient>(
    reach: Arc<Reach<C>>,
    wish: Wish,
    tally: Arc<Tally>,
    out: mpsc::Sender<Event>,
) {
    let places = Place::all(&wish.locations);
    let said = std::sync::Mutex::default();
    Arc::new(Exploration { reach, wish, places, tally, out, said }).run().await;
}
