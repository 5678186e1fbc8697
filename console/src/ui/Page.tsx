/** The frame of a page and its panels. */
import { InfoCircleOutlined } from "@ant-design/icons";
import { Skeleton, Tooltip } from "antd";
import type { ReactNode } from "react";
import "./ui.css";

export function Page(props: { title: ReactNode; subtitle?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <main className="page">
      <header className="page-head">
        <div>
          <h1>{props.title}</h1>
          {props.subtitle && <p className="quiet">{props.subtitle}</p>}
        </div>
        {props.actions && <div className="row page-actions">{props.actions}</div>}
      </header>
      {props.children}
    </main>
  );
}

export function Panel(props: {
  title?: ReactNode;
  hint?: ReactNode;
  extra?: ReactNode;
  flush?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={`panel ${props.className ?? ""}`}>
      {(props.title || props.extra) && (
        <header className="panel-head">
          <h2>
            {props.title}
            {props.hint && <Hint text={props.hint} />}
          </h2>
          {props.extra && <div className="row">{props.extra}</div>}
        </header>
      )}
      <div className={props.flush ? "panel-body flush" : "panel-body"}>{props.children}</div>
    </section>
  );
}

/** What a number means, one hover or tap away. */
export function Hint({ text }: { text: ReactNode }) {
  return (
    <Tooltip title={text} trigger={["hover", "focus", "click"]}>
      <InfoCircleOutlined className="hint" tabIndex={0} aria-label="?" />
    </Tooltip>
  );
}

/** An empty place that says what would stand here and how to get it there. */
export function Teach(props: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="teach">
      <svg viewBox="0 0 64 40" aria-hidden="true">
        <path d="M4 34c10-2 12-22 22-22s10 18 18 18 8-10 16-12" />
        <circle cx="26" cy="12" r="3" />
      </svg>
      <h3>{props.title}</h3>
      {props.children && <p className="quiet">{props.children}</p>}
      {props.action && <div className="teach-action">{props.action}</div>}
    </div>
  );
}

export function Lines({ rows = 4 }: { rows?: number }) {
  return <Skeleton active title={false} paragraph={{ rows }} />;
}
