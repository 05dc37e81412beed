//! A stand-in for the messenger: answers as it is told and remembers what was asked.

use std::sync::{Arc, Mutex};

use tokio::sync::broadcast;

use super::Answer;
use crate::messenger::{Command, Error, Event, Reply};

type Script = dyn Fn(&Command) -> Result<Reply, Error> + Send + Sync;

/// Clones share everything.
#[derive(Clone)]
pub(crate) struct Fake {
    script: Arc<Script>,
    asked: Arc<Mutex<Vec<Command>>>,
    pub(crate) events: broadcast::Sender<Event>,
}

impl Fake {
    pub(crate) fn new(
        script: impl Fn(&Command) -> Result<Reply, Error> + Send + Sync + 'static,
    ) -> Self {
        let events = broadcast::channel(16).0;
        Self { script: Arc::new(script), asked: Arc::default(), events }
    }

    /// Everything that was asked so far, as JSON.
    pub(crate) fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|command| serde_json::to_string(command).unwrap()).collect()
    }
}

impl Answer for Fake {
    async fn answer(&self, command: Command) -> Result<Reply, Error> {
        let answer = (self.script)(&command);
        self.asked.lock().unwrap().push(command);
        answer
    }

    fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }
}
