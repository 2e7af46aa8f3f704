//! `notebook.toml` and `links.toml` as values.

use super::document::{Document, LinkBook};
use super::encode_parts::{decode_link, decode_look, encode_link, encode_look};
use super::reader::{ReadResult, TableReader};
use super::value::Table;
use crate::model::notebook::Notebook;

impl Document for Notebook {
    fn encode(&self) -> Table {
        let mut table = Table::default();
        table.set("format", super::FORMAT);
        table.unless(self.id.is_empty(), "id", &self.id);
        table.may("author", self.author.as_ref());
        table.may("time_zone", self.time_zone.map(|zone| zone.name()));
        table.may("category", self.category.as_ref());
        table.texts("tags", &self.tags);
        table.table("post", encode_look(&self.look));
        table
    }

    fn decode(reader: TableReader<'_>) -> ReadResult<Notebook> {
        Ok(Notebook {
            id: reader.text("id")?.unwrap_or_default(),
            author: reader.text("author")?,
            time_zone: reader.zone("time_zone")?,
            category: reader.text("category")?,
            tags: reader.texts("tags")?,
            look: reader.table("post", decode_look)?.unwrap_or_default(),
        })
    }
}

impl Document for LinkBook {
    fn encode(&self) -> Table {
        let mut table = Table::default();
        table.set("format", super::FORMAT);
        table.tables("links", &self.links, encode_link);
        table
    }

    fn decode(reader: TableReader<'_>) -> ReadResult<LinkBook> {
        Ok(LinkBook {
            links: reader.tables("links", decode_link)?,
        })
    }

    fn is_allowed(&self, old: &LinkBook, store: &super::Store) -> Result<(), super::StoreError> {
        store.admits(&old.links, self)
    }
}
